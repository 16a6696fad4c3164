package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/** Spotify refuses the request itself (400): an id or a limit that it does not know. */
public class RequestRefusedException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public RequestRefusedException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public RequestRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
