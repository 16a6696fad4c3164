package io.github.playlistsync.jpa;

/**
 * Tokens as they are at rest.
 *
 * @param keyId the key that they are encrypted with
 * @param secret the nonce and the ciphertext
 */
record EncryptedTokens(String keyId, String secret) {}
