package io.github.playlistsync.internal.read;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.codec.PageCodec;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.store.CheckpointStore;
import io.github.playlistsync.spi.store.PageCheckpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that an interrupted read of a large playlist left. Only a read for the same user at the
 * same snapshot uses them. An error with them costs calls and nothing else. A run that must end
 * writes none, since its job may be another worker's by now.
 */
public final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  /** Smaller playlists are read again: a few calls are cheaper than as many writes. */
  private static final int MIN_ITEMS = 500;

  private static final Duration KEPT = Duration.ofDays(7);

  private final CheckpointStore store;
  private final RunContext run;

  public Checkpoints(CheckpointStore store, RunContext run) {
    this.store = store;
    this.run = run;
  }

  /**
   * Returns the pages for a read that begins now; deletes those of other snapshots.
   *
   * @param fresh whether the read uses no page that is there, also where it could not be deleted
   */
  Pages begin(Playlist metadata, @Nullable SnapshotId snapshot, int total, boolean fresh) {
    PlaylistId playlist = metadata.id();
    // The snapshot of a list that Spotify makes may stay although the items change.
    if (snapshot == null || total < MIN_ITEMS || metadata.isSpotifys()) {
      return new Pages(playlist, null, Map.of());
    }
    if (fresh) {
      return new Pages(playlist, snapshot, Map.of());
    }
    Map<Integer, ItemPage> kept = new HashMap<>();
    boolean others = false;
    try {
      for (PageCheckpoint page : store.pages(run.user(), playlist)) {
        Optional<ItemPage> items =
            page.snapshot().matches(snapshot) ? PageCodec.decode(page.content()) : Optional.empty();
        items.ifPresent(read -> kept.put(page.offset(), read));
        others |= items.isEmpty();
      }
      if (others) {
        kept.clear();
        store.dropPages(run.user(), playlist);
      }
    } catch (SyncException lost) {
      warn("Checkpoints of {} are not used: {}", playlist, lost.getMessage());
      return new Pages(playlist, null, Map.of());
    }
    return new Pages(playlist, snapshot, kept);
  }

  /**
   * Deletes the pages of a playlist whose read is over, or was of no use.
   *
   * @throws io.github.playlistsync.error.SyncInterruptedException if the run must end
   */
  void drop(PlaylistId playlist) {
    run.checkCanceled();
    try {
      store.dropPages(run.user(), playlist);
    } catch (SyncException kept) {
      warn("Checkpoints of {} stay: {}", playlist, kept.getMessage());
    }
  }

  /** Deletes abandoned pages. Does not stop the run: what it wrote is to be reported. */
  public void prune() {
    try {
      store.dropPagesBefore(run.now().minus(KEPT));
    } catch (SyncInterruptedException stopped) {
      log.debug("Old checkpoints stay: {}", stopped.getMessage());
    } catch (SyncException kept) {
      log.warn("Old checkpoints stay: {}", kept.getMessage());
    }
  }

  /** Logs a problem, unless the run was stopped, which interrupts database calls. */
  private void warn(String message, @Nullable Object... parts) {
    run.checkCanceled();
    log.warn(message, parts);
  }

  /** The pages of one read. */
  final class Pages {
    private final PlaylistId playlist;
    private final @Nullable SnapshotId snapshot;
    private final Map<Integer, ItemPage> kept;

    private Pages(PlaylistId playlist, @Nullable SnapshotId snapshot, Map<Integer, ItemPage> kept) {
      this.playlist = playlist;
      this.snapshot = snapshot;
      this.kept = kept;
    }

    /** Whether this read keeps its pages. */
    boolean areKept() {
      return snapshot != null;
    }

    @Nullable ItemPage get(int offset) {
      return kept.get(offset);
    }

    void save(ItemPage page) {
      if (snapshot == null) {
        return;
      }
      run.checkCanceled();
      try {
        store.save(
            new PageCheckpoint(
                run.user(), playlist, snapshot, page.offset(), PageCodec.encode(page), run.now()));
      } catch (SyncException lost) {
        warn("The page of {} at {} is not kept: {}", playlist, page.offset(), lost.getMessage());
      }
    }
  }
}
