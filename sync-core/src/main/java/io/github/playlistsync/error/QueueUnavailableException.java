package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The queue cannot be reached. Whether the last operation took effect is not known; repeating it is
 * harmless.
 */
public class QueueUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public QueueUnavailableException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public QueueUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
