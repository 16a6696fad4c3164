package io.github.playlistsync;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.internal.diff.ContentDiff;
import io.github.playlistsync.internal.jobs.Retention;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.settings.HistoryPolicy;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The history half of the engine: reads and restores what the store keeps. */
final class StoredHistory implements PlaylistHistory {
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_TRIES = 5;

  private final PlaylistStore store;
  private final Clock clock;

  StoredHistory(PlaylistStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public List<Revision> revisions(PlaylistId playlist, long before, int limit) {
    Objects.requireNonNull(playlist, "playlist");
    requireLimit(limit, "limit");
    return store.revisions(playlist, before, limit);
  }

  /** Checks how many results a caller asks for. */
  static void requireLimit(int limit, String name) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(name + " is " + limit + "; expected 1 to " + MAX_LIMIT);
    }
  }

  @Override
  public OptionalLong revisionAt(PlaylistId playlist, Instant time) {
    Objects.requireNonNull(playlist, "playlist");
    return store.revisionAt(playlist, Objects.requireNonNull(time, "time"));
  }

  @Override
  public List<PlaylistItem> itemsAt(PlaylistId playlist, long revision) {
    Objects.requireNonNull(playlist, "playlist");
    return items(rowsAt(playlist, revision), 0);
  }

  @Override
  public List<ItemChange> difference(PlaylistId playlist, long from, long to) {
    Objects.requireNonNull(playlist, "playlist");
    ContentDiff diff = ContentDiff.between(rowsAt(playlist, from), entries(rowsAt(playlist, to)));
    return diff.withTracks(store.tracks(diff.uris())).changes();
  }

  @Override
  public Revision restore(PlaylistId playlist, long revision) {
    Objects.requireNonNull(playlist, "playlist");
    return retried(() -> restoreOnce(playlist, revision));
  }

  /** Makes the next sync read a playlist whole; returns whether its items are stored. */
  boolean invalidate(PlaylistId playlist) {
    return retried(() -> invalidateOnce(store.find(Set.of(playlist)).get(playlist)));
  }

  private boolean invalidateOnce(@Nullable StoredPlaylist before) {
    if (before == null || !before.hasContent()) {
      return false;
    }
    if (before.snapshot() != null) {
      StoredPlaylist after =
          new StoredPlaylist(
              before.playlist(),
              before.ownerView(),
              null,
              before.counts(),
              before.revision(),
              before.version() + 1,
              before.syncedAt());
      store.apply(
          new PlaylistChange(before.version(), after, null, List.of(), List.of(), List.of(), null));
    }
    return true;
  }

  private static <T> T retried(Supplier<T> write) {
    for (int attempt = 1; ; attempt++) {
      try {
        return write.get();
      } catch (StaleVersionException stale) {
        if (attempt == MAX_TRIES) {
          throw stale;
        }
      }
    }
  }

  private Revision restoreOnce(PlaylistId playlist, long revision) {
    StoredPlaylist before = store.find(Set.of(playlist)).get(playlist);
    if (before == null) {
      throw notKept(playlist, revision);
    }
    List<ContentDiff.Entry> wanted = entries(rowsAt(playlist, revision));
    ContentDiff diff = ContentDiff.between(store.rows(playlist), wanted);
    if (diff.isEmpty()) {
      return kept(playlist, before.revision());
    }
    int placeholders = (int) wanted.stream().filter(entry -> entry.uri() == null).count();
    TrackCounts counts =
        new TrackCounts(wanted.size() - placeholders, placeholders, before.counts().remoteTotal());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Revision restored =
        new Revision(
            playlist,
            before.revision() + 1,
            Revision.Origin.RESTORE,
            now,
            before.snapshot(),
            diff.added(),
            diff.removed(),
            diff.moved(),
            counts);
    StoredPlaylist after =
        new StoredPlaylist(
            before.playlist(),
            before.ownerView(),
            // Spotify's snapshot stays, so that the next sync leaves the restored content alone.
            before.snapshot(),
            counts,
            restored.number(),
            before.version() + 1,
            now);
    store.apply(
        new PlaylistChange(
            before.version(), after, restored, List.of(), diff.inserted(), diff.closed(), null));
    return restored;
  }

  @Override
  public int prune(PlaylistId playlist, HistoryPolicy policy, int maxRows) {
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(policy, "policy");
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows is " + maxRows + "; expected 1 or more");
    }
    return Retention.prune(store, clock, playlist, policy, maxRows);
  }

  /** Returns the items of rows, with their tracks. The first one is at {@code offset}. */
  List<PlaylistItem> items(List<ItemRow> rows, int offset) {
    Set<TrackUri> uris = new LinkedHashSet<>();
    rows.stream().map(ItemRow::uri).filter(Objects::nonNull).forEach(uris::add);
    Map<TrackUri, Track> tracks = store.tracks(uris);
    List<PlaylistItem> items = new ArrayList<>(rows.size());
    for (ItemRow row : rows) {
      Track track = row.uri() == null ? null : tracks.get(row.uri());
      items.add(new PlaylistItem(offset + items.size(), track, row.addedAt(), row.addedBy()));
    }
    return items;
  }

  private List<ItemRow> rowsAt(PlaylistId playlist, long revision) {
    return store.rowsAt(playlist, revision).orElseThrow(() -> notKept(playlist, revision));
  }

  private Revision kept(PlaylistId playlist, long revision) {
    return store.revisions(playlist, revision + 1, 1).stream()
        .filter(found -> found.number() == revision)
        .findFirst()
        .orElseThrow(() -> notKept(playlist, revision));
  }

  private static IllegalArgumentException notKept(PlaylistId playlist, long revision) {
    return new IllegalArgumentException(
        "revision " + revision + " of playlist " + playlist + " is not kept");
  }

  private static List<ContentDiff.Entry> entries(List<ItemRow> rows) {
    return rows.stream().map(ContentDiff.Entry::of).toList();
  }
}
