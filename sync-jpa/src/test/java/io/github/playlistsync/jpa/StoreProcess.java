package io.github.playlistsync.jpa;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A process that stores new playlists, whose tracks others store at the same time. */
final class StoreProcess {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private StoreProcess() {}

  /** Starts one for the playlists {@code first} to {@code last}, with this many items each. */
  static Process start(String heap, String url, int first, int last, int items, int tracks)
      throws IOException {
    Path log = Path.of("target", "store-process-" + first + ".log");
    return JavaProcess.start(StoreProcess.class, heap, log, url, first, last, items, tracks);
  }

  /**
   * Takes the database, the first and the last playlist, the items of each, and the number of
   * tracks.
   */
  public static void main(String[] args) {
    store(
        args[0],
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        Integer.parseInt(args[4]));
  }

  /** The same in this process. */
  static void store(String url, int first, int last, int items, int tracks) {
    try (EntityManagerFactory factory =
        Persistence.createEntityManagerFactory(
            "sync-jpa-test", Map.of("jakarta.persistence.jdbc.url", url))) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      for (int i = first; i <= last; i++) {
        store.apply(change(i, items, tracks));
      }
    }
  }

  private static PlaylistChange change(int playlist, int items, int tracks) {
    PlaylistId id = PlaylistId.of("playlist" + playlist);
    Random random = new Random(playlist);
    List<ItemRow> rows = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      rows.add(new ItemRow(1_000L * i, uri(random.nextInt(tracks)), NOON, "adder"));
    }
    List<Track> held = rows.stream().map(ItemRow::uri).distinct().map(StoreProcess::track).toList();
    TrackCounts counts = new TrackCounts(items, 0, items);
    Playlist said =
        new Playlist(
            id, "Playlist " + playlist, null, Visibility.PUBLIC, false, "anna", null, null);
    return new PlaylistChange(
        0,
        new StoredPlaylist(said, true, null, counts, 1, 1, NOON),
        new Revision(id, 1, Revision.Origin.SYNC, NOON, null, items, 0, 0, counts),
        held,
        rows,
        List.of(),
        null);
  }

  private static TrackUri uri(int number) {
    return TrackUri.of("spotify:track:%022d".formatted(number));
  }

  private static Track track(TrackUri uri) {
    return new Track(
        uri,
        TrackKind.TRACK,
        "id",
        "Title of " + uri,
        List.of("An artist"),
        "Album",
        "https://i.scdn.co/image/1",
        215_000L,
        false,
        "GBAYE0601498");
  }
}
