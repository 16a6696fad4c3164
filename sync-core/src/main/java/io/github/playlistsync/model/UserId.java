package io.github.playlistsync.model;

import java.util.Objects;

/**
 * The Spotify user id of an account, as {@code GET /me} returns it. Ids of older accounts hold any
 * character, including non-ASCII ones and {@code $}.
 *
 * @param value 1 to 200 characters, no white space and no control characters
 */
public record UserId(String value) implements Comparable<UserId> {
  private static final int MAX_LENGTH = 200;

  /**
   * Checks the id.
   *
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if {@code value} is empty, too long, or holds white space or a
   *     control character
   */
  public UserId {
    Objects.requireNonNull(value, "user id");
    Text.requireToken(value, "user id", MAX_LENGTH);
  }

  /**
   * Returns the id with the given text.
   *
   * @throws IllegalArgumentException if {@code value} is empty, too long, or holds white space or a
   *     control character
   */
  public static UserId of(String value) {
    return new UserId(value);
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
