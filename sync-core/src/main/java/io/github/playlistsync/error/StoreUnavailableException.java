package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be reached, or the connection broke. What was not committed is not stored.
 */
public class StoreUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public StoreUnavailableException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
