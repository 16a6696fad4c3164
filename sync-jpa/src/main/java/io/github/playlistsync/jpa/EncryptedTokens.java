package io.github.playlistsync.jpa;

/**
 * Tokens at rest.
 *
 * @param keyId the key that encrypted them
 * @param secret the nonce and the ciphertext
 */
record EncryptedTokens(String keyId, String secret) {}
