package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.internal.sync.Outage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the jobs of a process from asking Spotify one after the other while it is away. After a few
 * runs in a row without a usable answer no run begins for a while; then one tries, and the others
 * follow if it got an answer.
 */
final class OutageWatch {
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
   *     if it is the one that tries whether Spotify is back
   */
  synchronized Optional<Instant> enter() {
    Instant until = closedUntil;
    if (until == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (now.isBefore(until)) {
      return Optional.of(until);
    }
    closedUntil = now.plus(Outage.PAUSE);
    return Optional.empty();
  }

  /** The run of a job ended so. Several that one job tries in vain count once. */
  synchronized void ended(JobSpec job, SyncReport report) {
    Failure failure = report.failure();
    boolean away =
        report.outcome() == SyncOutcome.FAILED
            && failure != null
            && failure.kind().equals(SpotifyUnavailableException.class.getSimpleName());
    if (!away) {
      unanswered.clear();
      closedUntil = null;
    } else if (unanswered.add(job) && unanswered.size() >= Outage.IN_A_ROW) {
      closedUntil = clock.instant().plus(Outage.PAUSE);
    }
  }
}
