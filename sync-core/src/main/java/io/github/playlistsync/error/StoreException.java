package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The database refused what no retry will change: its schema is missing or of another version, or a
 * value does not fit.
 */
public class StoreException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public StoreException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
