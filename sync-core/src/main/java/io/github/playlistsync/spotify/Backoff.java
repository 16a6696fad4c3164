package io.github.playlistsync.spotify;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses between tries: exponential, with the whole of it drawn by lot, so that many callers who
 * failed together do not come back together.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
final class Backoff {
  private static final Logger log = LoggerFactory.getLogger(Backoff.class);

  private final SpotifySettings settings;
  private final Clock clock;
  private final RandomGenerator random;
  private final Sleeper sleeper;

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
    Duration pause = drawn(failures);
    if (failures >= settings.tries() || pause.compareTo(call.patience()) > 0) {
      throw failure;
    }
    log.debug("Try {} of {} failed: {}", failures, settings.tries(), failure.getMessage());
    sleeper.waitUntil(
        call, clock, clock.instant().plus(pause), "Spotify gave no usable answer, trying again");
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
