package io.github.playlistsync.jpa;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The host's keys for tokens at rest: one that encrypts, and older ones that still decrypt. To
 * rotate, start with a new one and the old as {@link #withOlder}, call {@link
 * JpaTokenStore#encryptAgain} until it returns 0, and leave the old one out from the next start on.
 *
 * <p>Immutable; {@link #toString} shows no key.
 */
public final class TokenKeys {
  private static final int KEY_BYTES = 32;
  private static final int MAX_ID_LENGTH = 100;

  private final String currentId;
  private final Map<String, SecretKey> keys;

  private TokenKeys(String currentId, Map<String, SecretKey> keys) {
    this.currentId = currentId;
    this.keys = keys;
  }

  /**
   * One key.
   *
   * @param id its name, stored with everything it encrypts; never reuse it for another key
   * @param key 256 bits for AES
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if {@code id} is empty or over 100 characters, or {@code key}
   *     is not a key of 256 bits for AES
   */
  public static TokenKeys of(String id, SecretKey key) {
    return new TokenKeys(checkedId(id), Map.of(id, checked(key)));
  }

  /**
   * Adds a key that still decrypts.
   *
   * @throws IllegalArgumentException like {@link #of}, and if there is already a key with this id
   */
  public TokenKeys withOlder(String id, SecretKey key) {
    Map<String, SecretKey> more = new LinkedHashMap<>(keys);
    if (more.put(checkedId(id), checked(key)) != null) {
      throw new IllegalArgumentException("there are two keys '" + id + "'");
    }
    return new TokenKeys(currentId, Collections.unmodifiableMap(more));
  }

  String currentId() {
    return currentId;
  }

  SecretKey current() {
    return Objects.requireNonNull(keys.get(currentId), "current");
  }

  @Nullable SecretKey find(String id) {
    return keys.get(id);
  }

  Set<String> ids() {
    return keys.keySet();
  }

  @Override
  public String toString() {
    return "TokenKeys" + keys.keySet();
  }

  private static String checkedId(String id) {
    Objects.requireNonNull(id, "id");
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      throw new IllegalArgumentException("a key's id has 1 to " + MAX_ID_LENGTH + " characters");
    }
    return id;
  }

  private static SecretKey checked(SecretKey key) {
    Objects.requireNonNull(key, "key");
    byte[] bytes = key.getEncoded();
    // A key in hardware does not reveal its bytes.
    if (!key.getAlgorithm().equals("AES") || (bytes != null && bytes.length != KEY_BYTES)) {
      throw new IllegalArgumentException("expected a key of 256 bits for AES");
    }
    return key;
  }
}
