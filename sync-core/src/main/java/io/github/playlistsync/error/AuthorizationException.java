package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The user must authorize the application again: the token is refused, and refreshing it did not
 * help.
 */
public class AuthorizationException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public AuthorizationException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public AuthorizationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
