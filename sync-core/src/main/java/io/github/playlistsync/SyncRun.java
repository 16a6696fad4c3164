package io.github.playlistsync;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.LibraryChange;
import io.github.playlistsync.spi.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, for a whole library or for one playlist: plan, sync each, write the library, report. */
final class SyncRun {
  private static final Logger log = LoggerFactory.getLogger(SyncEngine.class);

  private final EngineParts parts;
  private final PlaylistStore store;
  private final RunContext run;
  private final PlaylistSync playlistSync;
  private final RunProgress progress;

  /** What ended the run for the playlists that were not begun yet. */
  private final AtomicReference<@Nullable SyncException> ended = new AtomicReference<>();

  SyncRun(UserId user, EngineParts parts, RunControl control) {
    this.parts = parts;
    this.store = parts.store();
    this.run = new RunContext(user, parts, control);
    this.playlistSync = new PlaylistSync(parts, run);
    this.progress = new RunProgress(run);
  }

  /**
   * Syncs the user's whole library.
   *
   * @throws SyncInterruptedException if the run was cancelled or its thread interrupted
   */
  SyncReport syncUser() {
    return reported(
        () -> {
          LibraryPlan plan = run.timed(Progress.Phase.PLAN, () -> LibraryPlan.make(parts, run));
          return library(plan, syncAll(plan.targets()));
        });
  }

  /**
   * Syncs one playlist, whether it is in the user's library or not.
   *
   * @throws SyncInterruptedException if the run was cancelled or its thread interrupted
   */
  SyncReport syncPlaylist(PlaylistId id) {
    run.showItems();
    return reported(
        () -> {
          Target target =
              run.timed(Progress.Phase.PLAN, () -> LibraryPlan.single(id, store, run.user()));
          List<PlaylistResult> results = syncAll(List.of(target));
          write(new LibraryChange(run.user(), LibraryPlan.unwritten(results), null));
          PlaylistReport only = results.get(0).report();
          if (only.outcome() == PlaylistOutcome.FAILED) {
            return report(
                SyncOutcome.FAILED, results, List.of(), List.of(), List.of(), only.failure());
          }
          return report(results, List.of(), List.of(), List.of(), true);
        });
  }

  /**
   * What a user's library needs, and what was done of it already.
   *
   * @param report of the list, and of the playlists about which the list says enough
   * @param toSync the playlists that must be read, in the order of the list
   * @param listIsComplete whether every entry of the list could be read
   */
  record UserPlan(SyncReport report, List<PlaylistId> toSync, boolean listIsComplete) {}

  /**
   * Syncs what needs no call beside the list, and registers the playlists that are new, so that
   * others can sync each of the rest by {@link #syncPlaylist}.
   *
   * @throws SyncInterruptedException if the run was cancelled or its thread interrupted
   */
  UserPlan planUser() {
    AtomicReference<@Nullable LibraryPlan> made = new AtomicReference<>();
    SyncReport report =
        reported(
            () -> {
              LibraryPlan plan = run.timed(Progress.Phase.PLAN, () -> LibraryPlan.make(parts, run));
              made.set(plan);
              List<PlaylistResult> results = new ArrayList<>();
              for (Target target : plan.targets()) {
                results.add(
                    target.isSettledByList()
                        ? syncOne(target, null)
                        : playlistSync.register(target));
              }
              return library(plan, results);
            });
    LibraryPlan plan = made.get();
    List<PlaylistId> toSync =
        plan == null
            ? List.of()
            : plan.targets().stream().filter(t -> !t.isSettledByList()).map(Target::id).toList();
    return new UserPlan(report, toSync, plan != null && plan.isComplete());
  }

  private SyncReport reported(Supplier<SyncReport> steps) {
    run.tell(listener -> listener.started(run.user()));
    SyncReport report;
    try {
      report = steps.get();
    } catch (SyncInterruptedException interrupted) {
      log.info("Sync of user {} ended early: {}", run.user(), interrupted.getMessage());
      throw interrupted;
    } catch (SyncException nothingDone) {
      Failure failure = Failure.of(nothingDone);
      report =
          report(
              SyncOutcome.FAILED,
              List.of(),
              List.of(),
              List.of(),
              List.of(failure.message()),
              failure);
    }
    progress.finished();
    remember(report);
    SyncReport.Cost cost = report.cost();
    log.info(
        "Synced user {}: {}, {} playlists, {} calls, {} rows, {} ms",
        run.user(),
        report.outcome(),
        report.playlists().size(),
        cost.apiCalls(),
        cost.rowsWritten(),
        cost.duration().toMillis());
    SyncReport told = report;
    run.tell(listener -> listener.ended(told));
    return report;
  }

  /** Keeps whether the user has to authorise the application again. */
  private void remember(SyncReport report) {
    boolean refused =
        Stream.concat(
                Stream.ofNullable(report.failure()),
                report.playlists().stream().flatMap(p -> Stream.ofNullable(p.failure())))
            .anyMatch(Failure::needsAuthorisation);
    try {
      Instant since = store.user(run.user()).reauthorisationSince();
      if (refused && since == null) {
        store.saveReauthorisation(run.user(), run.now());
        run.tell(listener -> listener.reauthorisationNeeded(run.user()));
      } else if (!refused && since != null && report.outcome() != SyncOutcome.FAILED) {
        store.saveReauthorisation(run.user(), null);
      }
    } catch (SyncException unknown) {
      log.warn("The authorisation of {} is not kept: {}", run.user(), unknown.getMessage());
    }
  }

  /** Writes what changed in the library beside the playlists, and reports. */
  private SyncReport library(LibraryPlan plan, List<PlaylistResult> results) {
    LibraryPlan.Departures departures = plan.departures(parts, run);
    write(plan.change(results, departures, run.now()));
    new Checkpoints(store, run).prune();
    departures.gone().forEach(id -> run.tell(l -> l.playlistGone(run.user(), id)));
    plan.back().forEach(id -> run.tell(l -> l.playlistBack(run.user(), id)));
    List<String> problems = new ArrayList<>(plan.problems());
    problems.addAll(departures.problems());
    boolean complete = plan.isComplete() && departures.problems().isEmpty();
    return report(results, departures.gone(), plan.back(), problems, complete);
  }

  private List<PlaylistResult> syncAll(List<Target> targets) {
    progress.planned(targets);
    List<PlaylistResult> first =
        map(
            targets,
            target -> {
              PlaylistResult result = syncOne(target, null);
              progress.done(target);
              return result;
            });
    if (first.stream().allMatch(result -> result.held() == null)) {
      return first;
    }
    run.pause(run.settings().removalGuard().pause(), "reading again what would remove many items");
    return map(
        first,
        result -> result.held() == null ? result : syncOne(replanned(result), result.held()));
  }

  private <T> List<PlaylistResult> map(List<T> inputs, Function<T, PlaylistResult> work) {
    return parts.fanout().map(inputs, run.settings().playlistsAtOnce(), work);
  }

  /** The plan of a held playlist is as old as the pause; its version must not be. */
  private Target replanned(PlaylistResult result) {
    Target target = result.target();
    return target.withStored(store.find(Set.of(target.id())).get(target.id()), target.entry());
  }

  private PlaylistResult syncOne(Target target, @Nullable RemoteContent held) {
    PlaylistResult result;
    SyncException over = ended.get();
    try {
      result = over != null ? PlaylistResult.failed(target, over) : playlistSync.sync(target, held);
    } catch (SyncInterruptedException interrupted) {
      throw interrupted;
    } catch (SyncException failed) {
      if (endsTheRun(failed)) {
        ended.compareAndSet(null, failed);
      }
      result = PlaylistResult.failed(target, failed);
    } catch (RuntimeException bug) {
      log.error("The sync of playlist {} of user {} failed", target.id(), run.user(), bug);
      result = PlaylistResult.failed(target, bug);
    }
    PlaylistResult told = result;
    run.tell(l -> l.playlistDone(run.user(), told.report(), told.changes()));
    return result;
  }

  /** Whether every further playlist would fail for the same reason. */
  private static boolean endsTheRun(SyncException failed) {
    return failed instanceof AuthorizationException
        || failed instanceof RateLimitedException
        || failed instanceof StoreUnavailableException
        || failed instanceof StoreException
        || (failed instanceof AccessDeniedException denied && denied.concernsAllRequests());
  }

  private void write(LibraryChange change) {
    if (change.entries().isEmpty() && change.syncedAt() == null) {
      return;
    }
    run.timed(
        Progress.Phase.WRITE,
        () -> {
          store.apply(change);
          run.wrote(change.entries().size(), 0);
          return change;
        });
  }

  private SyncReport report(
      List<PlaylistResult> results,
      List<PlaylistId> gone,
      List<PlaylistId> back,
      List<String> problems,
      boolean complete) {
    boolean allComplete = complete && results.stream().allMatch(PlaylistResult::isComplete);
    return report(
        allComplete ? SyncOutcome.COMPLETE : SyncOutcome.PARTIAL,
        results,
        gone,
        back,
        problems,
        null);
  }

  private SyncReport report(
      SyncOutcome outcome,
      List<PlaylistResult> results,
      List<PlaylistId> gone,
      List<PlaylistId> back,
      List<String> problems,
      @Nullable Failure failure) {
    return new SyncReport(
        run.user(),
        outcome,
        results.stream().map(PlaylistResult::report).toList(),
        gone,
        back,
        problems,
        run.cost(),
        failure);
  }
}
