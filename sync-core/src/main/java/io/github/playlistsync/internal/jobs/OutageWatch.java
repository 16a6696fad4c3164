package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.internal.sync.Outage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the jobs of a process from asking Spotify or the database one after the other while it is
 * away. Then no run begins for a while, and workers leave jobs in the queue; after it one run
 * tries, and the others follow if it got an answer. Spotify is away if a run proves it, or after a
 * few runs in a row that got no usable answer.
 */
final class OutageWatch {
  private static final Logger log = LoggerFactory.getLogger(OutageWatch.class);

  private final Clock clock;
  private final Set<JobSpec> unanswered = new HashSet<>();
  private @Nullable Instant closedUntil;

  OutageWatch(Clock clock) {
    this.clock = clock;
  }

  /**
   * Asks to begin a run.
   *
   * @return until when none may begin; empty if this one may, after which no other does for a while
   *     if it is the one that tries whether who was away is back
   */
  synchronized Optional<Instant> enter() {
    Instant now = clock.instant();
    Instant until = closedUntil(now);
    if (until == null) {
      return Optional.empty();
    }
    if (now.isBefore(until)) {
      return Optional.of(until);
    }
    closedUntil = now.plus(Outage.PAUSE);
    return Optional.empty();
  }

  /** How long no run may begin; zero if one may. */
  synchronized Duration left() {
    Instant now = clock.instant();
    Instant until = closedUntil(now);
    Duration left = until == null ? Duration.ZERO : Duration.between(now, until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Until when no run may begin; null for no time. Brings near what a clock ahead put off. */
  private @Nullable Instant closedUntil(Instant now) {
    Instant last = now.plus(Outage.PAUSE);
    if (closedUntil != null && closedUntil.isAfter(last)) {
      closedUntil = last;
    }
    return closedUntil;
  }

  /** The run of a job ended so. Several that one job tries in vain count once. */
  synchronized void ended(JobSpec job, SyncReport report) {
    Failure failure = report.outcome() == SyncOutcome.FAILED ? report.failure() : null;
    if (failure != null && isA(StoreUnavailableException.class, failure)) {
      return;
    }
    if (failure == null || !isA(SpotifyUnavailableException.class, failure)) {
      unanswered.clear();
      if (closedUntil != null) {
        log.info("Jobs begin again: a run got its answers");
      }
      closedUntil = null;
      return;
    }
    boolean isNew = unanswered.add(job);
    if (failure.retryAt() != null || (isNew && unanswered.size() >= Outage.IN_A_ROW)) {
      close("Spotify does not answer");
    }
  }

  private static boolean isA(Class<?> exception, Failure failure) {
    return failure.kind().equals(exception.getSimpleName());
  }

  /** The database does not answer. */
  synchronized Instant storeIsAway() {
    return close("the database does not answer");
  }

  private Instant close(String why) {
    Instant until = clock.instant().plus(Outage.PAUSE);
    if (closedUntil == null) {
      log.warn("No job begins for {}: {}", Outage.PAUSE, why);
    }
    closedUntil = until;
    return until;
  }
}
