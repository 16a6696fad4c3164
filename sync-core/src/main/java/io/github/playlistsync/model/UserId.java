package io.github.playlistsync.model;

import java.util.Objects;

/**
 * The Spotify user id of an account, as {@code GET /me} tells it. Ids of older accounts hold any
 * character, non-ASCII ones and {@code $} among them.
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
   * The id with the given text.
   *
   * @throws IllegalArgumentException as the constructor
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
