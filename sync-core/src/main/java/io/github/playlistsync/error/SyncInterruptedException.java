package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted, or the run was canceled. The thread's interrupt status is set in the
 * first case. Nothing is half written.
 */
public class SyncInterruptedException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public SyncInterruptedException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public SyncInterruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
