package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/** Spotify refuses the request itself (400): it does not know the id or the limit. */
public class RequestRefusedException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public RequestRefusedException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public RequestRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
