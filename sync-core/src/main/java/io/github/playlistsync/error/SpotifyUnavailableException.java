package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * Spotify did not give a usable answer: a 5xx, a time-out, a broken connection, or a body that is
 * no JSON, is cut, too large or not of the documented shape.
 */
public class SpotifyUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public SpotifyUnavailableException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public SpotifyUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
