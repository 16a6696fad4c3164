package io.github.playlistsync.contract;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Makes changes that follow the state of a playlist, so that a test names only what it is about.
 */
final class ChangeBuilder {
  private final long version;
  private final long revision;
  private final int items;
  private Playlist playlist;
  private boolean content = true;
  private Instant at = Samples.NOON;
  private List<Track> tracks = List.of();
  private List<ItemRow> inserted = List.of();
  private List<Long> closed = List.of();
  private LibraryEntry entry;

  private ChangeBuilder(Playlist playlist, long version, long revision, int items) {
    this.playlist = playlist;
    this.version = version;
    this.revision = revision;
    this.items = items;
  }

  /** A change that expects that the playlist is not there. */
  static ChangeBuilder creating(PlaylistId id) {
    return new ChangeBuilder(Samples.playlist(id), 0, 0, 0);
  }

  /** A change that expects the playlist as it is. */
  static ChangeBuilder changing(StoredPlaylist stored) {
    return new ChangeBuilder(
        stored.playlist(), stored.version(), stored.revision(), stored.counts().items());
  }

  ChangeBuilder playlist(Playlist value) {
    playlist = value;
    return this;
  }

  /** Without a revision: the items stay as they are. */
  ChangeBuilder metadataOnly() {
    content = false;
    return this;
  }

  ChangeBuilder at(Instant value) {
    at = value;
    return this;
  }

  ChangeBuilder tracks(Track... values) {
    return tracks(List.of(values));
  }

  ChangeBuilder tracks(List<Track> values) {
    tracks = values;
    return this;
  }

  ChangeBuilder insert(ItemRow... rows) {
    return insert(List.of(rows));
  }

  ChangeBuilder insert(List<ItemRow> rows) {
    inserted = rows;
    return this;
  }

  ChangeBuilder close(long... sortKeys) {
    closed = LongStream.of(sortKeys).boxed().toList();
    return this;
  }

  ChangeBuilder entry(LibraryEntry value) {
    entry = value;
    return this;
  }

  PlaylistChange build() {
    long number = content ? revision + 1 : revision;
    int after = items + inserted.size() - closed.size();
    TrackCounts counts = new TrackCounts(Math.max(0, after), 0, Math.max(0, after));
    SnapshotId snapshot = number == 0 ? null : SnapshotId.of("snapshot-" + number);
    StoredPlaylist afterwards =
        new StoredPlaylist(playlist, true, snapshot, counts, number, version + 1, at);
    Revision made =
        new Revision(
            playlist.id(),
            Math.max(1, number),
            Revision.Origin.SYNC,
            at,
            snapshot,
            inserted.size(),
            closed.size(),
            0,
            counts);
    return new PlaylistChange(
        version, afterwards, content ? made : null, tracks, inserted, closed, entry);
  }
}
