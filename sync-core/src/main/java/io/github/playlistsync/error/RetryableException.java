package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/** A passing failure: the same call may succeed later. */
public abstract class RetryableException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** For subclasses in this package. */
  protected RetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
