package io.github.playlistsync.jpa;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.time.Instant;
import java.util.List;

/** Small changes of one playlist. */
final class Changes {
  static final PlaylistId ID = PlaylistId.of("37i9dQZF1DXroadTrip001");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Changes() {}

  static TrackUri uri(String name) {
    return TrackUri.of("spotify:track:" + name);
  }

  /** Replaces both rows of the playlist with two others. */
  static PlaylistChange change(long version, String first, String second) {
    return change(version, NOON.plusSeconds(version), first, second);
  }

  /** Creates the playlist at another time. */
  static PlaylistChange at(Instant time, String first, String second) {
    return change(0, time, first, second);
  }

  private static PlaylistChange change(long version, Instant at, String first, String second) {
    Playlist said =
        new Playlist(ID, first, second, Visibility.PRIVATE, false, "owner", "Owner", null);
    TrackCounts counts = new TrackCounts(2, 0, 2);
    Revision revision =
        new Revision(ID, version + 1, Revision.Origin.SYNC, at, null, 2, 2, 0, counts);
    return new PlaylistChange(
        version,
        new StoredPlaylist(said, true, null, counts, version + 1, version + 1, at),
        revision,
        List.of(track(first), track(second)),
        List.of(
            new ItemRow(10, uri(first), NOON, "adder"),
            new ItemRow(20, uri(second), NOON, "adder")),
        version == 0 ? List.of() : List.of(10L, 20L),
        null);
  }

  static Track track(String name) {
    return new Track(
        uri(name), TrackKind.TRACK, name, name, List.of(name), null, null, 1L, false, null);
  }

  /** Creates a playlist, without items, that a user has and may read. */
  static PlaylistChange readBy(UserId user, PlaylistId id) {
    Playlist said = new Playlist(id, "n", null, Visibility.PRIVATE, false, null, null, null);
    TrackCounts none = TrackCounts.NONE;
    LibraryEntry entry =
        new LibraryEntry(
            user, id, 0, Visibility.PRIVATE, Access.FULL, null, null, NOON, null, null);
    return new PlaylistChange(
        0,
        new StoredPlaylist(said, true, null, none, 1, 1, NOON),
        new Revision(id, 1, Revision.Origin.SYNC, NOON, null, 0, 0, 0, none),
        List.of(),
        List.of(),
        List.of(),
        entry);
  }
}
