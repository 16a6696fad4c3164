package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.CallContext;
import java.time.Duration;
import java.time.Instant;

/**
 * A call to Spotify outside a run.
 *
 * @param user the owner of its token
 */
record PlainCall(UserId user) implements CallContext {
  @Override
  public Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void requestSent() {}

  @Override
  public void waiting(Instant until, String reason) {}

  @Override
  public void waited(Instant until, String reason) {}

  @Override
  public void checkCanceled() {}
}
