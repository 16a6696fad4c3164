package io.github.playlistsync.cli;

/** A command cannot do what it was asked for; the message is one line for whoever asked. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
