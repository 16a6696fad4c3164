package io.github.playlistsync.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.CallContext;
import java.time.Duration;
import java.time.Instant;

/** The context of a call that no run makes: it ends with its thread's interruption only. */
record UnwatchedCall(UserId user, Duration patience) implements CallContext {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static UnwatchedCall of(UserId user) {
    return new UnwatchedCall(user, PATIENCE);
  }

  @Override
  public void requestSent() {}

  @Override
  public void waiting(Instant until, String reason) {}

  @Override
  public void waited(Instant until, String reason) {}

  @Override
  public void checkCanceled() {
    if (Thread.currentThread().isInterrupted()) {
      throw new SyncInterruptedException("interrupted while asking for a token");
    }
  }
}
