package io.github.playlistsync.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of what the library throws beside refusing arguments. A message names what was asked for
 * and what went wrong, in one line, and never holds a token or the body of an answer.
 */
public abstract class SyncException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For the kinds in this package. */
  protected SyncException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
