package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted, in which case its interrupt status is set, or the run was canceled.
 * Nothing is half written.
 */
public class SyncInterruptedException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public SyncInterruptedException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public SyncInterruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
