package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts tokens with AES-256-GCM: with a fresh random nonce each time, and the user and the key's
 * id as associated data, so that one user's row is useless as another's.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
final class TokenCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int FORM = 1;

  private final TokenKeys keys;
  private final SecureRandom random;

  TokenCipher(TokenKeys keys) {
    this.keys = keys;
    this.random = new SecureRandom();
  }

  String currentKeyId() {
    return keys.currentId();
  }

  EncryptedTokens encrypt(UserId user, StoredTokens tokens) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    String keyId = keys.currentId();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.current(), nonce, user, keyId);
      byte[] ciphertext = cipher.doFinal(toBytes(tokens));
      byte[] secret =
          ByteBuffer.allocate(nonce.length + ciphertext.length).put(nonce).put(ciphertext).array();
      return new EncryptedTokens(keyId, Base64.getEncoder().encodeToString(secret));
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          "could not encrypt the tokens of " + user + " with key '" + keyId + "'", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws StoreException if the key is missing or wrong, or the stored text was tampered with
   */
  StoredTokens decrypt(UserId user, EncryptedTokens stored) {
    String what = "could not decrypt the tokens of " + user + ": ";
    SecretKey key = keys.find(stored.keyId());
    if (key == null) {
      throw new StoreException(
          what + "they need key '%s'; given are %s".formatted(stored.keyId(), keys.ids()));
    }
    try {
      byte[] secret = Base64.getDecoder().decode(stored.secret());
      byte[] nonce = Arrays.copyOf(secret, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, user, stored.keyId());
      return fromBytes(cipher.doFinal(secret, NONCE_BYTES, secret.length - NONCE_BYTES));
    } catch (AEADBadTagException e) {
      throw new StoreException(
          what
              + "key '%s' is not the one that encrypted them, or they were changed"
                  .formatted(stored.keyId()),
          e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new StoreException(what + "what is stored is none", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, UserId user, String keyId)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((keyId + "\0" + user.value()).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] toBytes(StoredTokens tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      writeText(out, tokens.accessToken());
      writeTime(out, tokens.accessExpiresAt());
      writeText(out, tokens.refreshToken());
      writeTime(out, tokens.authorizedAt());
      out.writeInt(tokens.scopes().size());
      for (String scope : tokens.scopes()) {
        writeText(out, scope);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static StoredTokens fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORM) {
        throw new IllegalStateException("unknown form");
      }
      String access = readText(in);
      Instant expiresAt = readTime(in);
      String refresh = readText(in);
      Instant authorizedAt = readTime(in);
      Set<String> scopes = new HashSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        scopes.add(readText(in));
      }
      return new StoredTokens(access, expiresAt, refresh, authorizedAt, scopes);
    } catch (IOException e) {
      throw new UncheckedIOException("cut off", e);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void writeTime(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readTime(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
