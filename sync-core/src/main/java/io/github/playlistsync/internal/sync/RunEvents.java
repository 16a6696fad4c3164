package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.store.LibraryChange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's events about the user, apart from playlists. */
final class RunEvents {
  private static final Logger log = LoggerFactory.getLogger(RunEvents.class);

  private final EngineParts parts;
  private final RunContext run;

  RunEvents(EngineParts parts, RunContext run) {
    this.parts = parts;
    this.run = run;
  }

  /** Announces what stops the user's further runs, if anything does. */
  void ended(SyncReport report) {
    remember(report);
    announceLimit(report);
  }

  /** Announces where access changed, once that is written. */
  void access(List<PlaylistResult> results) {
    for (PlaylistResult result : results) {
      if (result.accessChanged()) {
        Access before = Objects.requireNonNull(result.planned().entry(), "entry").access();
        Access now = Objects.requireNonNull(result.entry(), "entry").access();
        PlaylistReport report = result.report();
        run.tell(l -> l.accessChanged(run.user(), report.id(), before, now, report.problems()));
      }
    }
  }

  /**
   * Announces that the user's authorization ends soon, if it does.
   *
   * @param lastSync when the library was last read as a whole before this run
   */
  void authorization(Optional<Instant> lastSync) {
    parts
        .expiry()
        .ending(run.user(), lastSync)
        .ifPresent(ending -> run.tell(l -> l.authorizationEnding(run.user(), ending)));
  }

  private void announceLimit(SyncReport report) {
    failures(report)
        .filter(failure -> failure.retryAt() != null)
        .max(Comparator.comparing(failure -> Objects.requireNonNull(failure.retryAt())))
        .ifPresent(
            limit ->
                run.tell(
                    l ->
                        l.deferred(
                            run.user(), Objects.requireNonNull(limit.retryAt()), limit.message())));
  }

  private static Stream<Failure> failures(SyncReport report) {
    return Stream.concat(
        Stream.ofNullable(report.failure()),
        report.playlists().stream().flatMap(p -> Stream.ofNullable(p.failure())));
  }

  /** Whether a run that began later read the list, perhaps with another authorization. */
  boolean isOutdated() {
    Instant lastSync = parts.store().lastSync(run.user()).orElse(null);
    return new LibraryChange.Read(run.startedAt(), null).isOutdatedBy(lastSync);
  }

  private static boolean succeeded(SyncReport report) {
    return report.outcome() == SyncOutcome.COMPLETE || report.outcome() == SyncOutcome.PARTIAL;
  }

  /** Suspends the user where the report gives a reason, and ends that where it shows success. */
  private void remember(SyncReport report) {
    Suspension.Reason found =
        failures(report).map(Failure::suspends).filter(Objects::nonNull).findFirst().orElse(null);
    try {
      Suspension before = parts.store().user(run.user()).suspension();
      boolean begins =
          found != null && (before == null || before.reason() != found) && !isOutdated();
      boolean ends = found == null && before != null && succeeded(report);
      if (begins || ends) {
        run.checkCanceled();
        Suspension now = found == null ? null : new Suspension(found, run.now());
        parts.store().saveSuspension(run.user(), now);
        if (now != null) {
          run.tell(listener -> listener.suspended(run.user(), now));
        }
      }
    } catch (SyncInterruptedException stopped) {
      throw stopped;
    } catch (SyncException unknown) {
      log.warn("Whether {} is suspended is not kept: {}", run.user(), unknown.getMessage());
    }
  }
}
