package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/** Somebody else wrote the playlist after it was planned. Nothing was written; plan again. */
public class StaleVersionException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public StaleVersionException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public StaleVersionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
