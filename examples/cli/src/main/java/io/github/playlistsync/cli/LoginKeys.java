package io.github.playlistsync.cli;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.jpa.TokenKeys;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Reads the keys that encrypt stored logins. */
final class LoginKeys {
  static final String VARIABLE = "PLAYLIST_SYNC_KEY";

  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 6;

  private LoginKeys() {}

  /**
   * The keys that the environment names: the first encrypts, the others still decrypt.
   *
   * @return empty if the variable is not set
   * @throws AuthorizationException if one is not a key
   */
  static Optional<TokenKeys> in(Map<String, String> environment) {
    String given = environment.get(VARIABLE);
    if (given == null || given.isBlank()) {
      return Optional.empty();
    }
    String[] texts = given.split(",", -1);
    SecretKey first = key(texts[0]);
    TokenKeys keys = TokenKeys.of(id(first), first);
    for (int i = 1; i < texts.length; i++) {
      SecretKey older = key(texts[i]);
      keys = keys.withOlder(id(older), older);
    }
    return Optional.of(keys);
  }

  private static SecretKey key(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException notBase64) {
      bytes = new byte[0];
    }
    if (bytes.length != KEY_BYTES) {
      throw new AuthorizationException(
          VARIABLE + " is not a valid key; expected 32 bytes as base64 (openssl rand -base64 32)");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  /** A name derived from the key itself, so that a login names the key that it needs. */
  private static String id(SecretKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
