package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The queue cannot be reached. Whether the last operation took effect is unknown; repeating it is
 * harmless.
 */
public class QueueUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public QueueUnavailableException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public QueueUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
