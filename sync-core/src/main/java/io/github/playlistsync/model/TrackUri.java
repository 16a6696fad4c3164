package io.github.playlistsync.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The URI of a track, an episode or a local file: {@code spotify:track:…}, {@code
 * spotify:episode:…} or {@code spotify:local:artist:album:title:seconds}, of which any part may be
 * empty. Of the long URI of a local file, the Spotify client replaces the end by a digest of the
 * whole.
 *
 * @param value the URI, 1 to 1,000 characters, and at most 2,500 bytes in UTF-8, since that is what
 *     the index of a database takes as a key
 */
public record TrackUri(String value) implements Comparable<TrackUri> {
  /** The most characters that a URI may have. */
  public static final int MAX_LENGTH = 1000;

  /** The most bytes that a URI may have in UTF-8. */
  public static final int MAX_BYTES = 2500;

  private static final String LOCAL_PREFIX = "spotify:local:";

  /**
   * Checks the URI.
   *
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if {@code value} is empty, too long, or holds white space or a
   *     control character
   */
  public TrackUri {
    Objects.requireNonNull(value, "track URI");
    Text.requireToken(value, "track URI", MAX_LENGTH);
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "track URI has " + bytes + " bytes in UTF-8; at most " + MAX_BYTES + " are allowed");
    }
  }

  /**
   * Returns the URI with the given text.
   *
   * @throws IllegalArgumentException if {@code value} is empty, too long, or holds white space or a
   *     control character
   */
  public static TrackUri of(String value) {
    return new TrackUri(value);
  }

  /** Whether this names a file of the user's own, which Spotify's catalog does not have. */
  public boolean isLocal() {
    return value.startsWith(LOCAL_PREFIX);
  }

  @Override
  public int compareTo(TrackUri other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
