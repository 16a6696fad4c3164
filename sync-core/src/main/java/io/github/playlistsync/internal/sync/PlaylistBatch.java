package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.read.RemoteContent;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs the playlists of one run, some side by side. One that fails keeps nothing from the others,
 * unless every other would fail for the same reason.
 */
final class PlaylistBatch {
  private static final Logger log = LoggerFactory.getLogger(PlaylistBatch.class);

  private final EngineParts parts;
  private final PlaylistStore store;
  private final RunContext run;
  private final RunProgress progress;
  private final PlaylistSync playlistSync;

  /** What ended the run for the playlists that were not begun yet. */
  private final AtomicReference<@Nullable SyncException> ended = new AtomicReference<>();

  PlaylistBatch(EngineParts parts, RunContext run, RunProgress progress) {
    this.parts = parts;
    this.store = parts.store();
    this.run = run;
    this.progress = progress;
    this.playlistSync = new PlaylistSync(parts, run);
  }

  /** Settles what the list says enough about, and registers the rest. */
  List<PlaylistResult> settleByList(List<PlannedPlaylist> targets) {
    progress.planned(targets);
    return targets.stream()
        .map(target -> target.isSettledByList() ? settle(target) : playlistSync.register(target))
        .toList();
  }

  private PlaylistResult settle(PlannedPlaylist target) {
    PlaylistResult result = syncOne(target, null);
    progress.done(target);
    return result;
  }

  /**
   * Syncs all. What the removal guard holds is read once more at the end, after its pause.
   *
   * @return the results in the order of the targets
   */
  List<PlaylistResult> sync(List<PlannedPlaylist> targets) {
    progress.planned(targets);
    List<PlaylistResult> first = map(targets, this::settle);
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
  private PlannedPlaylist replanned(PlaylistResult result) {
    PlannedPlaylist target = result.target();
    return target.withStored(store.find(Set.of(target.id())).get(target.id()), target.entry());
  }

  private PlaylistResult syncOne(PlannedPlaylist target, @Nullable RemoteContent held) {
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
      log.warn(
          "Playlist {} failed in the sync of {}: {}", target.id(), run.info(), failed.toString());
      result = PlaylistResult.failed(target, failed);
    } catch (RuntimeException bug) {
      log.error("Playlist {} failed in the sync of {}", target.id(), run.info(), bug);
      result = PlaylistResult.failed(target, bug);
    }
    PlaylistResult told = result;
    run.tell(l -> l.playlistDone(run.user(), told.report(), told.changes()));
    return result.told();
  }

  /** Whether every further playlist would fail for the same reason. */
  private static boolean endsTheRun(SyncException failed) {
    return failed instanceof AuthorizationException
        || failed instanceof RateLimitedException
        || failed instanceof StoreUnavailableException
        || failed instanceof StoreException
        || (failed instanceof AccessDeniedException denied && denied.concernsAllRequests());
  }
}
