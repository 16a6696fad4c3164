package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * Spotify has no such playlist for this user (404). It also answers so for another user's private
 * playlist, and for the playlists that its algorithms make.
 */
public class NotFoundException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says what was asked for and what went wrong. */
  public NotFoundException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public NotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
