package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * A list or a playlist could not be read completely: somebody edited it meanwhile, or Spotify sent
 * fewer entries than it announced. Nothing was written.
 */
public class IncompleteReadException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public IncompleteReadException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public IncompleteReadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
