package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of the library's exceptions, apart from those for wrong arguments. A message says in one
 * line what was asked for and what went wrong, and never holds a token or the body of an answer.
 */
public abstract class SyncException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For subclasses in this package. */
  protected SyncException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
