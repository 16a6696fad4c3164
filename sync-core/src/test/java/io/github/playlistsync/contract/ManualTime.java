package io.github.playlistsync.contract;

import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved, or until somebody sleeps by it. */
public final class ManualTime extends Clock implements Sleeper {
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private Duration slept = Duration.ZERO;

  /** Moves the time. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  /** How long was slept altogether. */
  public synchronized Duration slept() {
    return slept;
  }

  @Override
  public synchronized void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    now = now.plus(duration);
    slept = slept.plus(duration);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only UTC is needed");
  }
}
