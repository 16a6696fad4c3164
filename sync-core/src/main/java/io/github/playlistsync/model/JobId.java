package io.github.playlistsync.model;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of an accepted job.
 *
 * @param value 1 to 100 letters, digits, {@code _}, {@code -} and {@code .}
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /**
   * Checks the id.
   *
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if {@code value} has another form
   */
  public JobId {
    Objects.requireNonNull(value, "job id");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "job id '"
              + Text.printable(value)
              + "' is invalid; expected one that an enqueue call returned");
    }
  }

  /**
   * Returns the id with the given text.
   *
   * @throws IllegalArgumentException if {@code value} has another form
   */
  public static JobId of(String value) {
    return new JobId(value);
  }

  /** Returns a new id, made by the client so that enqueuing can be repeated. */
  public static JobId random() {
    return new JobId(UUID.randomUUID().toString());
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
