package io.github.playlistsync.spotify;

import java.io.IOException;

/** JSON that is not what the endpoint gives. */
final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
