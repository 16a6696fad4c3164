package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The database refused what no repetition will change: a schema that is missing or of another
 * version, a value that does not fit.
 */
public class StoreException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was asked for and what went wrong. */
  public StoreException(String message) {
    this(message, null);
  }

  /** The same, with what caused it. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
