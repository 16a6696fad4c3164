package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * A list or a playlist could not be read as a whole: it was edited meanwhile, or Spotify sent fewer
 * entries than it announced. Nothing was written.
 */
public class IncompleteReadException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public IncompleteReadException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public IncompleteReadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
