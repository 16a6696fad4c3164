package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/** The database cannot be reached, or went away. What was not committed is not there. */
public class StoreUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public StoreUnavailableException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
