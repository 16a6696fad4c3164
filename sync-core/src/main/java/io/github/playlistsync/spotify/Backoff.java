package io.github.playlistsync.spotify;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses between tries: exponential, with the whole of it drawn by lot, so that many callers who
 * failed together do not come back together. When tries of all callers fail in a row, each next one
 * waits, too.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
final class Backoff {
  private static final Logger log = LoggerFactory.getLogger(Backoff.class);
  private static final int AN_OUTAGE = 5;

  private final SpotifySettings settings;
  private final Clock clock;
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final AtomicInteger failuresInARow = new AtomicInteger();

  Backoff(SpotifySettings settings, Clock clock, RandomGenerator random, Sleeper sleeper) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.sleeper = sleeper;
  }

  /**
   * Waits before the next try.
   *
   * @param failures how many tries have failed, the last with {@code failure}
   * @throws SpotifyUnavailableException {@code failure} itself, if no try is left or the pause
   *     would be longer than the call's patience
   */
  void pause(CallContext call, int failures, SpotifyUnavailableException failure) {
    failuresInARow.incrementAndGet();
    Duration pause = drawn(failures);
    if (failures >= settings.tries() || pause.compareTo(call.patience()) > 0) {
      throw failure;
    }
    log.debug("Try {} of {} failed: {}", failures, settings.tries(), failure.getMessage());
    sleeper.pause(call, clock, pause, "Spotify gave no usable answer, trying again");
  }

  /** Waits before a try if so many of all callers failed in a row that more make it worse. */
  void slowDown(CallContext call) {
    int beyond = failuresInARow.get() - AN_OUTAGE;
    Duration pause = beyond < 0 ? Duration.ZERO : drawn(beyond + 1);
    if (pause.compareTo(call.patience()) <= 0) {
      sleeper.pause(call, clock, pause, "Spotify fails, calling it more slowly");
    }
  }

  /** Ends the row of failures. */
  void answered() {
    failuresInARow.set(0);
  }

  private Duration drawn(int failures) {
    long most = settings.maxBackoff().toMillis();
    long ceiling = settings.firstBackoff().toMillis();
    for (int i = 1; i < failures && ceiling < most; i++) {
      ceiling = Math.min(most, ceiling * 2);
    }
    return Duration.ofMillis(random.nextLong(ceiling + 1));
  }
}
