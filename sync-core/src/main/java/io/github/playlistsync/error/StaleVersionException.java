package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * Somebody else wrote the playlist since it was planned. Nothing was written; the plan must be made
 * again.
 */
public class StaleVersionException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public StaleVersionException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public StaleVersionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
