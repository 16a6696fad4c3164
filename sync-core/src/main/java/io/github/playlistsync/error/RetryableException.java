package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/** Something that passes: the same call may succeed later, unchanged. */
public abstract class RetryableException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** For the kinds in this package. */
  protected RetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
