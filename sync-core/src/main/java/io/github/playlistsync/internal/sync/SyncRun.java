package io.github.playlistsync.internal.sync;

import static io.github.playlistsync.model.Problem.Code.FAILED;
import static io.github.playlistsync.model.Problem.Code.LIST_INCOMPLETE;
import static io.github.playlistsync.model.Problem.Code.LIST_UNWRITTEN;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.read.Checkpoints;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.RunInfo;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One run, for a whole library or for one playlist: plan, sync each, write the library, report. */
public final class SyncRun {
  private static final Logger log = LoggerFactory.getLogger(SyncRun.class);

  private final EngineParts parts;
  private final PlaylistStore store;
  private final RunContext run;
  private final RunProgress progress;
  private final PlaylistBatch batch;
  private final RunEvents events;
  private boolean libraryUnwritten;

  public SyncRun(RunInfo info, EngineParts parts, RunControl control) {
    this.parts = parts;
    this.store = parts.store();
    this.run = new RunContext(info, parts, control);
    this.progress = new RunProgress(run);
    this.batch = new PlaylistBatch(parts, run, progress);
    this.events = new RunEvents(parts, run);
  }

  /**
   * Syncs the user's whole library.
   *
   * @throws SyncInterruptedException if the run was canceled or its thread interrupted
   */
  public SyncReport syncUser() {
    return reported(
        () -> {
          LibraryPlan plan = run.timed(Progress.Phase.PLAN, () -> LibraryPlan.make(parts, run));
          SyncReport report = library(plan, batch.sync(plan.playlists()), true);
          progress.finished();
          return report;
        });
  }

  /**
   * Syncs the playlist of the run, whether it is in the user's library or not.
   *
   * @throws SyncInterruptedException if the run was canceled or its thread interrupted
   */
  public SyncReport syncPlaylist() {
    PlaylistId id = Objects.requireNonNull(run.info().playlist(), "playlist");
    run.showItems();
    return reported(
        () -> {
          PlannedPlaylist planned =
              run.timed(Progress.Phase.PLAN, () -> LibraryPlan.single(id, parts, run));
          List<PlaylistResult> results = batch.sync(List.of(planned));
          write(new LibraryChange(run.user(), LibraryPlan.unwritten(results), null));
          events.access(results);
          progress.finished();
          Failure failure = failureOfAll(results);
          if (failure != null) {
            return report(failure.outcome(), results, List.of(), List.of(), List.of(), failure);
          }
          return report(results, List.of(), List.of(), List.of(), true);
        });
  }

  /**
   * What a user's library needs, and what is done already.
   *
   * @param report of the list, and of the playlists that the list alone settles
   * @param toSync the playlists that must be read, in the order of the list
   * @param isWhole whether the whole list was read, and its changes were written
   */
  public record UserPlan(SyncReport report, List<PlaylistId> toSync, boolean isWhole) {}

  /**
   * Syncs what the list alone settles, and registers new playlists. The rest is left to one run of
   * {@link #syncPlaylist} each.
   *
   * @throws SyncInterruptedException if the run was canceled or its thread interrupted
   */
  public UserPlan planUser() {
    AtomicReference<@Nullable LibraryPlan> made = new AtomicReference<>();
    List<PlaylistId> toSync = new ArrayList<>();
    SyncReport report =
        reported(
            () -> {
              LibraryPlan plan = run.timed(Progress.Phase.PLAN, () -> LibraryPlan.make(parts, run));
              made.set(plan);
              plan.playlists().stream()
                  .filter(planned -> !planned.need().isSettledByList())
                  .forEach(planned -> toSync.add(planned.id()));
              List<PlaylistResult> results = batch.settleByList(plan.playlists());
              return library(plan, results, toSync.isEmpty() || toSync.size() < results.size());
            });
    LibraryPlan plan = made.get();
    boolean isWhole = plan != null && plan.isComplete() && !libraryUnwritten;
    return new UserPlan(report, toSync, isWhole);
  }

  /** Announces that the run begins and, whatever happens, that it ends. */
  private SyncReport reported(Supplier<SyncReport> steps) {
    run.tell(listener -> listener.started(run.user()));
    SyncReport report;
    try {
      report = reportOf(steps);
      events.ended(report);
    } catch (RuntimeException | Error thrown) {
      ended(failed(thrown));
      throw thrown;
    }
    ended(report);
    return report;
  }

  private SyncReport reportOf(Supplier<SyncReport> steps) {
    try {
      return steps.get();
    } catch (SyncInterruptedException stopped) {
      throw stopped;
    } catch (SpotifyUnavailableException unread) {
      return failed(Outage.ofList(unread, parts, run));
    } catch (SyncException nothingDone) {
      return failed(nothingDone);
    }
  }

  private SyncReport failed(Throwable cause) {
    Failure failure = Failure.of(cause);
    return report(
        failure.outcome(),
        List.of(),
        List.of(),
        List.of(),
        List.of(Problem.of(FAILED, failure.message())),
        failure);
  }

  private void ended(SyncReport report) {
    log(report);
    run.tell(listener -> listener.ended(report));
  }

  private void log(SyncReport report) {
    Failure failure = report.failure();
    if (failure != null && report.outcome() == SyncOutcome.FAILED) {
      log.warn("The sync of {} failed: {}: {}", run.info(), failure.kind(), failure.message());
      return;
    }
    boolean isPartOfMore = run.info().job() != null && run.info().playlist() != null;
    SyncReport.Cost cost = report.cost();
    log.atLevel(isPartOfMore ? Level.DEBUG : Level.INFO)
        .log(
            "Synced {}: {}{}, {} playlists, {} calls, {} rows, {} ms",
            run.info(),
            report.outcome(),
            failure == null ? "" : " (" + failure.message() + ")",
            report.playlists().size(),
            cost.apiCalls(),
            cost.rowsWritten(),
            cost.duration().toMillis());
  }

  /**
   * Writes what changed in the library apart from the playlists, and reports.
   *
   * @param begun whether any playlist is done, or there is none; else the list is not dealt with
   */
  private SyncReport library(LibraryPlan plan, List<PlaylistResult> results, boolean begun) {
    List<Problem> problems = new ArrayList<>(plan.problems());
    Departures departures;
    Failure failure = failureOfAll(results);
    boolean dealtWith = begun && plan.isComplete() && batch.ended() == null && failure == null;
    boolean overruled;
    try {
      departures = departures(plan, problems);
      // First, so that a run that ends in between repeats it.
      OwnersView.end(store, run, departures.gone());
      overruled = !(departures.gone().isEmpty() && plan.back().isEmpty()) && events.isOutdated();
      LibraryChange change =
          plan.change(store, results, departures, run.now(), dealtWith ? run.startedAt() : null);
      // The store knows by itself only of a list that is dealt with.
      write(overruled ? change.unlisted() : change);
    } catch (SyncInterruptedException interrupted) {
      throw interrupted;
    } catch (SyncException unwritten) {
      libraryUnwritten = true;
      problems.add(
          Problem.of(
              LIST_UNWRITTEN,
              "what changed in the list was not written: " + unwritten.getMessage()));
      if (failure != null) {
        return report(failure.outcome(), results, List.of(), List.of(), problems, failure);
      }
      return report(results, List.of(), List.of(), problems, false);
    }
    // If the store kept what a later list said, this run tells nothing of the list.
    List<PlaylistId> gone =
        overruled ? List.of() : inForce(departures.gone(), plan.remote().begun());
    List<PlaylistId> back = overruled ? List.of() : inForce(plan.back(), null);
    gone.forEach(id -> run.tell(l -> l.playlistGone(run.user(), id)));
    back.forEach(id -> run.tell(l -> l.playlistBack(run.user(), id)));
    events.access(results);
    events.authorization(plan.lastSync());
    new Checkpoints(store, run).prune();
    if (failure != null) {
      problems.add(Problem.of(FAILED, "every playlist failed: " + failure.message()));
      return report(failure.outcome(), results, gone, back, problems, failure);
    }
    boolean complete = plan.provesWhatIsGone(plan.remote()) && departures.problems().isEmpty();
    return report(results, gone, back, problems, complete);
  }

  /**
   * Those of which the store keeps what this run wrote: gone since then, or not gone for null. A
   * run that began after the write has it from there, and does not tell it.
   */
  private List<PlaylistId> inForce(List<PlaylistId> written, @Nullable Instant goneSince) {
    if (written.isEmpty() || !events.isOutdated()) {
      return written;
    }
    return written.stream()
        .filter(
            id ->
                store
                    .entry(run.user(), id)
                    .filter(entry -> Objects.equals(entry.goneSince(), goneSince))
                    .isPresent())
        .toList();
  }

  /** What left the list. If that cannot be found out now, the report says so and nothing did. */
  private Departures departures(LibraryPlan plan, List<Problem> problems) {
    Departures departures = Departures.NONE;
    SyncException ended = batch.ended();
    if (ended != null && !(ended instanceof SpotifyUnavailableException)) {
      return departures;
    }
    try {
      departures = plan.departures(parts, run);
    } catch (SyncInterruptedException | StoreException | StoreUnavailableException unwritable) {
      throw unwritable;
    } catch (SyncException unread) {
      departures =
          new Departures(
              List.of(),
              List.of(),
              List.of(
                  Problem.of(
                      LIST_INCOMPLETE,
                      "whether playlists left the list is not known: " + unread.getMessage())),
              null);
    }
    problems.addAll(departures.problems());
    return departures;
  }

  /** Why every playlist failed; null if not every one did. */
  private @Nullable Failure failureOfAll(List<PlaylistResult> results) {
    if (results.stream().anyMatch(r -> r.report().outcome() != PlaylistOutcome.FAILED)) {
      return null;
    }
    SyncException ended = batch.ended();
    return ended != null
        ? Failure.of(ended)
        : results.stream().map(r -> r.report().failure()).findFirst().orElse(null);
  }

  private void write(LibraryChange change) {
    if (change.entries().isEmpty() && change.read() == null) {
      return;
    }
    run.checkCanceled();
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
      List<Problem> problems,
      boolean complete) {
    boolean allComplete =
        complete && results.stream().allMatch(result -> result.report().complete());
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
      List<Problem> problems,
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
