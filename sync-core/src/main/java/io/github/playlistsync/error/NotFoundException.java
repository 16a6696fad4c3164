package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * Spotify says that there is no such playlist for this user. It says the same of another user's
 * private playlist and of those that its algorithms make.
 */
public class NotFoundException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public NotFoundException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public NotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
