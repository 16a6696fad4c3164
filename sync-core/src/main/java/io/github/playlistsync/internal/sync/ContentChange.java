package io.github.playlistsync.internal.sync;

import io.github.playlistsync.internal.diff.ContentDiff;
import io.github.playlistsync.internal.read.RemoteContent;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The write that turns a stored playlist into what was read.
 *
 * @param write what is written
 * @param diff what happens to the items
 * @param storedItems how many items were stored before
 * @param before what was stored before; null if nothing was
 */
record ContentChange(
    PlaylistChange write, ContentDiff diff, int storedItems, @Nullable StoredPlaylist before) {
  private static final ContentDiff NO_DIFF = new ContentDiff(List.of(), List.of(), List.of());

  /** New metadata; the items stay. */
  static ContentChange ofMetadata(
      PlannedPlaylist planned, MergedMetadata metadata, LibraryEntry entry, Instant now) {
    StoredPlaylist before = planned.stored();
    SnapshotId snapshot = before == null ? null : before.snapshot();
    TrackCounts counts = before == null ? TrackCounts.NONE : before.counts();
    long revision = before == null ? 0 : before.revision();
    // Audits go by when the items were read, and they were not.
    Instant readAt = before != null && before.hasContent() ? before.syncedAt() : now;
    return of(
        planned, metadata, snapshot, counts, revision, null, List.of(), NO_DIFF, entry, readAt);
  }

  /**
   * The metadata of a playlist whose items were never read.
   *
   * @return null if that is stored already
   */
  static @Nullable ContentChange ofWithheld(
      PlannedPlaylist planned,
      MergedMetadata metadata,
      @Nullable Integer remoteTotal,
      LibraryEntry entry,
      Instant now) {
    StoredPlaylist before = planned.stored();
    int known = before == null ? 0 : before.counts().remoteTotal();
    TrackCounts counts = new TrackCounts(0, 0, remoteTotal == null ? known : remoteTotal);
    if (before != null && metadata.keeps(before) && counts.equals(before.counts())) {
      return null;
    }
    return of(planned, metadata, null, counts, 0, null, List.of(), NO_DIFF, entry, now);
  }

  /**
   * Items that were read completely.
   *
   * @param rows the stored items
   */
  static ContentChange ofContent(
      PlannedPlaylist planned,
      RemoteContent content,
      List<ItemRow> rows,
      PlaylistStore store,
      Instant now) {
    StoredPlaylist before = planned.stored();
    ContentDiff diff =
        ContentDiff.between(rows, content.items().stream().map(ContentDiff.Entry::of).toList());
    Map<TrackUri, Track> tracks = tracks(content.items());
    Set<TrackUri> uris = new HashSet<>(diff.uris());
    uris.addAll(tracks.keySet());
    Map<TrackUri, Track> known = store.tracks(uris);
    known.forEach((uri, stored) -> tracks.merge(uri, stored, Track::completedBy));
    // All writers use one order, so that two who share tracks cannot deadlock.
    List<Track> changed =
        tracks.values().stream()
            .filter(track -> !track.equals(known.get(track.uri())))
            .sorted(Comparator.comparing(Track::uri))
            .toList();
    // Items that stand are those of the stored snapshot, also where an answer lacks one.
    SnapshotId snapshot =
        before != null && diff.isEmpty() && content.snapshot() == null
            ? before.snapshot()
            : content.snapshot();
    boolean moved = before == null || !sameSnapshot(before.snapshot(), snapshot);
    Playlist told = planned.completed(content.playlist(), content.missing());
    boolean foreign = moved && !told.isOwnedBy(planned.user());
    MergedMetadata metadata =
        MergedMetadata.of(
            foreign ? OwnersView.inForce(store, before, told) : before,
            told,
            planned.user(),
            moved);
    long revision = before == null ? 0 : before.revision();
    Revision next = null;
    if (revision == 0 || !diff.isEmpty()) {
      revision++;
      next =
          new Revision(
              planned.id(),
              revision,
              Revision.Origin.SYNC,
              now,
              snapshot,
              diff.added(),
              diff.removed(),
              diff.moved(),
              content.counts());
    }
    PlaylistChange write =
        of(
                planned,
                metadata,
                snapshot,
                content.counts(),
                revision,
                next,
                changed,
                diff,
                planned.readableEntry(content.playlist(), now),
                now)
            .write();
    return new ContentChange(write, diff.withTracks(tracks), rows.size(), before);
  }

  /** Whether items are stored, each keeps its position, and none is added. */
  boolean repeatsStoredItems() {
    return before != null && before.hasContent() && diff.changes().isEmpty();
  }

  /** Whether an item is added, of which nothing says when it was, or nothing says by whom. */
  boolean addsItemsWithoutFacts() {
    return diff.changes().stream()
        .anyMatch(
            change ->
                change.kind() == ItemChange.Kind.ADDED
                    && (change.addedAt() == null || change.addedBy() == null));
  }

  /**
   * Whether as many items are added as are removed, and one of several answers has what is stored
   * at its positions. It may be older than the others: neither its total nor its edges show that
   * here, as they do after any other edit.
   *
   * @param offsets where each answer begins
   */
  boolean replacesItemsBeside(List<Integer> offsets) {
    if (before == null
        || offsets.size() < 2
        || diff.added() == 0
        || diff.added() != diff.removed()) {
      return false;
    }
    int[] left = positions(ItemChange::from);
    int[] arrived = positions(ItemChange::to);
    for (int i = 0; i < offsets.size(); i++) {
      int start = offsets.get(i);
      int end = i + 1 < offsets.size() ? offsets.get(i + 1) : Integer.MAX_VALUE;
      int changed = below(left, start);
      if (below(left, end) == changed
          && below(arrived, start) == changed
          && below(arrived, end) == changed) {
        return true;
      }
    }
    return false;
  }

  private int[] positions(Function<ItemChange, @Nullable Integer> position) {
    return diff.changes().stream()
        .map(position)
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int below(int[] positions, int end) {
    return (int) Arrays.stream(positions).filter(position -> position < end).count();
  }

  /** Whether the stored items and metadata stand although the snapshot moved. */
  boolean movesOnlySnapshot() {
    return before != null
        && repeatsStoredItems()
        && keepsMetadata(before)
        && !sameSnapshot(before.snapshot(), write.playlist().snapshot());
  }

  /** Whether another snapshot is stored, or other items. */
  boolean movesSnapshotOrItems() {
    return before == null
        || !repeatsStoredItems()
        || !sameSnapshot(before.snapshot(), write.playlist().snapshot());
  }

  /** Whether everything it would write is stored already. */
  boolean changesNothing() {
    return before != null
        && write.revision() == null
        && write.tracks().isEmpty()
        && before.counts().equals(write.playlist().counts())
        && sameSnapshot(before.snapshot(), write.playlist().snapshot())
        && keepsMetadata(before);
  }

  private boolean keepsMetadata(StoredPlaylist stored) {
    StoredPlaylist after = write.playlist();
    return new MergedMetadata(after.playlist(), after.ownerView()).keeps(stored);
  }

  private static ContentChange of(
      PlannedPlaylist planned,
      MergedMetadata metadata,
      @Nullable SnapshotId snapshot,
      TrackCounts counts,
      long revision,
      @Nullable Revision next,
      List<Track> tracks,
      ContentDiff diff,
      LibraryEntry entry,
      Instant readAt) {
    StoredPlaylist before = planned.stored();
    long version = before == null ? 0 : before.version();
    StoredPlaylist after =
        new StoredPlaylist(
            metadata.playlist(),
            metadata.ownerView(),
            snapshot,
            counts,
            revision,
            version + 1,
            readAt);
    PlaylistChange write =
        new PlaylistChange(
            version, after, next, tracks, diff.inserted(), diff.closed(), planned.toWrite(entry));
    return new ContentChange(write, diff, before == null ? 0 : before.counts().items(), before);
  }

  /** The tracks that were read, each once and as complete as its answers are together. */
  private static Map<TrackUri, Track> tracks(List<PlaylistItem> items) {
    Map<TrackUri, Track> read = new LinkedHashMap<>();
    for (PlaylistItem item : items) {
      Track track = item.track();
      if (track != null) {
        read.merge(track.uri(), track, (first, again) -> first.completedBy(again));
      }
    }
    return read;
  }

  private static boolean sameSnapshot(@Nullable SnapshotId one, @Nullable SnapshotId other) {
    return one == null ? other == null : other != null && one.matches(other);
  }
}
