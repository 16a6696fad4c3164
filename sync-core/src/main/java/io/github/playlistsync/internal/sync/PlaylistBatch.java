package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.SyncOutcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs the playlists of one run, several at once. A failure does not stop the others, unless they
 * would all fail for the same reason.
 */
final class PlaylistBatch {
  private static final Logger log = LoggerFactory.getLogger(PlaylistBatch.class);

  private final EngineParts parts;
  private final RunContext run;
  private final RunProgress progress;
  private final PlaylistSync playlistSync;

  /** What ended the run for the playlists that were not begun yet. */
  private final AtomicReference<@Nullable SyncException> ended = new AtomicReference<>();

  PlaylistBatch(EngineParts parts, RunContext run, RunProgress progress) {
    this.parts = parts;
    this.run = run;
    this.progress = progress;
    this.playlistSync = new PlaylistSync(parts, run);
  }

  /** Why the run ended before every playlist began; null if it did not. */
  @Nullable SyncException ended() {
    return ended.get();
  }

  /** Settles what the list alone settles, and registers the rest. */
  List<PlaylistResult> settleByList(List<PlannedPlaylist> playlists) {
    progress.planned(playlists);
    Outage outage = new Outage(parts, run, playlists);
    return playlists.stream()
        .map(
            planned ->
                planned.need().isSettledByList()
                    ? settle(planned, outage)
                    : playlistSync.register(planned))
        .toList();
  }

  private PlaylistResult settle(PlannedPlaylist planned, Outage outage) {
    PlaylistResult result = syncOne(planned, null, outage);
    progress.done(planned);
    return result;
  }

  /**
   * Syncs all. At the end, after the guard's pause, looks again at what is in doubt.
   *
   * @return the results in the order of the plans
   */
  List<PlaylistResult> sync(List<PlannedPlaylist> playlists) {
    progress.planned(playlists);
    Outage outage = new Outage(parts, run, playlists);
    List<PlaylistResult> first = map(playlists, planned -> settle(planned, outage));
    if (first.stream().allMatch(result -> result.doubt() == null)) {
      return first;
    }
    run.pause(run.settings().removalGuard().pause(), "looking again at what is doubted");
    return map(
        first,
        result ->
            result.doubt() == null ? result : syncOne(result.planned(), result.doubt(), outage));
  }

  private <T> List<PlaylistResult> map(List<T> inputs, Function<T, PlaylistResult> work) {
    return parts.parallel().map(inputs, run.settings().playlistsAtOnce(), work);
  }

  private PlaylistResult syncOne(PlannedPlaylist planned, @Nullable Doubt doubt, Outage outage) {
    PlaylistResult result;
    SyncException over = ended.get();
    try {
      if (over != null) {
        result = PlaylistResult.failed(planned, over);
      } else {
        result = playlistSync.sync(planned, doubt);
        if (!planned.need().isSettledByList()) {
          outage.answered();
        }
      }
    } catch (SyncInterruptedException interrupted) {
      throw interrupted;
    } catch (SyncException failed) {
      if (endsTheRun(failed)) {
        ended.compareAndSet(null, failed);
      } else if (failed instanceof SpotifyUnavailableException) {
        ended.compareAndSet(null, outage.unanswered(planned.id(), failed));
      }
      warn(planned, failed);
      result = PlaylistResult.failed(planned, failed);
    } catch (RuntimeException bug) {
      log.error("Playlist {} failed in the sync of {}", planned.id(), run.info(), bug);
      result = PlaylistResult.failed(planned, bug);
    }
    PlaylistResult done = result;
    run.tell(l -> l.playlistDone(run.user(), done.report(), done.changes()));
    return done.withoutChanges();
  }

  /** What fails the run of one playlist, the run itself logs; a limit is no failure. */
  private void warn(PlannedPlaylist planned, SyncException failed) {
    Failure failure = Failure.of(failed);
    if (run.info().playlist() == null && failure.outcome() == SyncOutcome.FAILED) {
      log.warn(
          "Playlist {} failed in the sync of {}: {}: {}",
          planned.id(),
          run.info(),
          failure.kind(),
          failure.message());
    }
  }

  /** Whether every other playlist would fail for the same reason. */
  private static boolean endsTheRun(SyncException failed) {
    return failed instanceof AuthorizationException
        || failed instanceof RateLimitedException
        || failed instanceof StoreUnavailableException
        || failed instanceof StoreException
        || (failed instanceof AccessDeniedException denied && denied.concernsAllRequests());
  }
}
