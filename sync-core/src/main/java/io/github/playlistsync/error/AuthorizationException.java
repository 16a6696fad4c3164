package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The user must authorize the application again: Spotify refuses to refresh the token, refuses one
 * that cannot be refreshed, or the token is of another account than the one that was asked for.
 */
public class AuthorizationException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public AuthorizationException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public AuthorizationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
