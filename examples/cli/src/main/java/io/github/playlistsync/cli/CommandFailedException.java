package io.github.playlistsync.cli;

/** A command cannot do what the user asked for; the message is one line for that user. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
