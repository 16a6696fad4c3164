package io.github.playlistsync.memory;

import io.github.playlistsync.spi.spotify.GateSettings;
import java.time.Duration;
import java.time.Instant;

/**
 * The gap between calls. It doubles when Spotify refuses a call for the rate, and shrinks by a
 * quarter with each window of the rate limit that passes without a refusal.
 */
final class AdaptiveGap {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration FIRST_STEP = Duration.ofMillis(100);

  private final Duration least;
  private final Duration most;
  private Duration gap;
  private Instant changed = Instant.MIN;

  AdaptiveGap(GateSettings settings) {
    least = settings.minGap();
    most = settings.maxGap();
    gap = least;
  }

  Duration at(Instant now) {
    while (gap.compareTo(least) > 0 && !now.isBefore(changed.plus(WINDOW))) {
      Duration smaller = gap.multipliedBy(3).dividedBy(4);
      gap = smaller.compareTo(FIRST_STEP.dividedBy(2)) < 0 ? least : longer(smaller, least);
      changed = changed.plus(WINDOW);
    }
    return gap;
  }

  /**
   * Grows, unless the refused call began before the last growth: a burst of calls that is refused
   * as a whole counts once.
   */
  void refused(Instant begun, Instant now) {
    Duration current = at(now);
    if (begun.isBefore(changed)) {
      return;
    }
    Duration doubled = longer(current.multipliedBy(2), FIRST_STEP);
    gap = doubled.compareTo(most) > 0 ? most : doubled;
    changed = now;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
