package io.github.playlistsync.contract;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.LibraryChange;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Values for the suites of the store, with every field filled. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final PlaylistId ROAD = PlaylistId.of("37i9dQZF1DXroadTrip001");
  static final PlaylistId GYM = PlaylistId.of("37i9dQZF1DXgymClass002");
  static final PlaylistId REST = PlaylistId.of("37i9dQZF1DXrestDay0003");
  static final UserId ANNA = UserId.of("anna");
  static final UserId BEN = UserId.of("ben");

  private Samples() {}

  static Playlist playlist(PlaylistId id) {
    return new Playlist(
        id,
        "Name of " + id,
        "Said of " + id,
        Visibility.PUBLIC,
        true,
        "owner",
        "The Owner",
        "https://i.scdn.co/image/" + id);
  }

  static TrackUri uri(String name) {
    return TrackUri.of("spotify:track:" + name);
  }

  static Track track(String name) {
    return track(uri(name), "Title of " + name);
  }

  static Track track(TrackUri uri, String title) {
    return new Track(
        uri,
        TrackKind.TRACK,
        "6rqhFgbbKwnb9MLmUQDhG6",
        title,
        List.of("First", "Second"),
        "Album",
        "https://i.scdn.co/image/album",
        215_000L,
        true,
        "GBAYE0601498");
  }

  /** Tracks whose names are the given one and a number from 0 on. */
  static List<Track> tracks(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> track(name + i)).toList();
  }

  static ItemRow row(long sortKey, String track) {
    return new ItemRow(sortKey, uri(track), NOON.minusSeconds(60), "adder");
  }

  /** A complete read of a list that hides nothing. */
  static LibraryChange.Read readAt(Instant time) {
    return new LibraryChange.Read(time, 0);
  }

  static LibraryEntry entry(UserId user, PlaylistId playlist, Integer position) {
    return new LibraryEntry(
        user,
        playlist,
        position,
        Visibility.PRIVATE,
        Access.FULL,
        SnapshotId.of("snapshot"),
        null,
        NOON,
        null,
        null);
  }
}
