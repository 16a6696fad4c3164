package io.github.playlistsync.benchmarks;

import io.github.playlistsync.jpa.JpaPlaylistStore;
import io.github.playlistsync.jpa.JpaTransactions;
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
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Stores a playlist of 10,000 items, and one more item at its top, in several ways. The ways take
 * turns in each round, so that other load hits all of them; medians count.
 */
public final class StoreBenchmark {
  private static final int ITEMS = 10_000;
  private static final int WARM_UPS = 15;
  private static final int ROUNDS = 7;
  private static final PlaylistId ID = PlaylistId.of("benchmark");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String PLAYLIST =
      "insert into sync_playlist values ('benchmark', 'n', null, 'PUBLIC', false, null, null, null,"
          + " true, null, 0, 0, 0, 1, 1, now())";
  private static final String ITEM =
      "insert into sync_playlist_item (playlist_id, sort_key, track_uri, added_at, from_revision)"
          + " values ('benchmark', ?, ?, now(), 1)";

  private final Server server;
  private final List<Track> tracks =
      IntStream.range(0, ITEMS).mapToObj(StoreBenchmark::track).toList();
  private final List<ItemRow> rows =
      IntStream.range(0, ITEMS).mapToObj(i -> row(1_000L * (i + 1), i)).toList();

  private StoreBenchmark(Server server) {
    this.server = server;
  }

  /** Runs all and prints a table. */
  public static void main(String[] args) throws SQLException {
    try (Server server = new Server()) {
      new StoreBenchmark(server).run();
    }
  }

  private void run() throws SQLException {
    JpaPlaylistStore sets = JpaPlaylistStore.create(server.factory());
    JpaPlaylistStore portable =
        JpaPlaylistStore.builder(JpaTransactions.resourceLocal(server.factory()))
            .portableWrites()
            .build();
    Contestant copy = new Contestant("first store: COPY", server::empty, this::copy);
    Contestant inSets =
        new Contestant("first store: in sets", server::empty, () -> sets.apply(first()));
    Contestant inJpa =
        new Contestant("first store: portable", server::empty, () -> portable.apply(first()));
    Contestant bySong =
        new Contestant("first store: one commit a song", server::empty, this::commitEachSong);
    Contestant top =
        new Contestant("one item at the top", () -> store(sets), () -> insertAtTop(sets));
    Contestant again =
        new Contestant("... by delete and batch insert", () -> store(sets), this::deleteAndInsert);
    Contestant copied =
        new Contestant("... by delete and COPY", () -> store(sets), this::deleteAndCopy);
    Contestant unchanged =
        new Contestant("10,000 unchanged tracks compared", () -> store(sets), () -> compare(sets));
    List<Contestant> quick = List.of(copy, inSets, inJpa, top, again, copied, unchanged);
    List<Contestant> all = Stream.concat(quick.stream(), Stream.of(bySong)).toList();

    server.warmUp(WARM_UPS, quick);
    server.measure(ROUNDS, all);

    print(copy, "");
    print(inSets, inSets.over(copy) + " COPY");
    print(inJpa, inJpa.over(copy) + " COPY");
    print(bySong, bySong.over(inSets) + " in sets");
    print(top, "");
    print(again, again.over(top) + " the insertion");
    print(copied, copied.over(top) + " the insertion");
    print(unchanged, "");
  }

  private static void print(Contestant contestant, String ratio) {
    System.out.printf("%-34s %s %s%n", contestant.name(), contestant, ratio);
  }

  private void store(JpaPlaylistStore store) throws SQLException {
    server.empty();
    store.apply(first());
  }

  private void insertAtTop(JpaPlaylistStore store) {
    List<ItemRow> stored = store.rows(ID);
    ItemRow next = row(stored.get(0).sortKey() - 10, 7);
    store.apply(change(1, List.of(), List.of(next)));
  }

  private void compare(JpaPlaylistStore store) {
    List<TrackUri> uris = tracks.stream().map(Track::uri).toList();
    List<Track> changed =
        tracks.stream().filter(new HashSet<>(store.tracks(uris).values())::add).toList();
    if (!changed.isEmpty()) {
      throw new IllegalStateException("a track changed");
    }
  }

  private void copy() throws SQLException {
    inTransaction(
        connection -> {
          connection.createStatement().execute(PLAYLIST);
          StringBuilder lines = new StringBuilder();
          for (Track one : tracks) {
            List<Object> columns =
                List.of(
                    one.uri(),
                    one.kind(),
                    "id",
                    one.title(),
                    one.artists(),
                    "Album",
                    "https://i",
                    1,
                    false,
                    "GBAYE06");
            lines.append(String.join("\t", columns.stream().map(String::valueOf).toList()));
            lines.append('\n');
          }
          copyIn(connection, "copy sync_track from stdin", lines);
          copyItems(connection);
        });
  }

  private void copyItems(Connection connection) throws SQLException {
    StringBuilder lines = new StringBuilder();
    rows.forEach(
        row ->
            lines
                .append("benchmark\t")
                .append(row.sortKey())
                .append('\t')
                .append(row.uri())
                .append('\t')
                .append(row.addedAt())
                .append("\tadder\t1\n"));
    copyIn(
        connection,
        "copy sync_playlist_item"
            + " (playlist_id, sort_key, track_uri, added_at, added_by, from_revision)"
            + " from stdin",
        lines);
  }

  private static void copyIn(Connection connection, String sql, CharSequence lines)
      throws SQLException {
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(sql, new StringReader(lines.toString()));
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  private void deleteAndInsert() throws SQLException {
    inTransaction(
        connection -> {
          connection.createStatement().execute("delete from sync_playlist_item");
          try (PreparedStatement insert = connection.prepareStatement(ITEM)) {
            for (ItemRow row : rows) {
              insert.setLong(1, row.sortKey());
              insert.setString(2, String.valueOf(row.uri()));
              insert.addBatch();
            }
            insert.executeBatch();
          }
        });
  }

  private void deleteAndCopy() throws SQLException {
    inTransaction(
        connection -> {
          connection.createStatement().execute("delete from sync_playlist_item");
          copyItems(connection);
        });
  }

  /** As the service before this library did: commits each song, with its track if that is new. */
  private void commitEachSong() throws SQLException {
    server.execute(PLAYLIST);
    EntityManagerFactory factory = server.factory();
    for (int i = 0; i < ITEMS; i++) {
      try (EntityManager em = factory.createEntityManager()) {
        em.getTransaction().begin();
        String uri = tracks.get(i).uri().value();
        if (em.find(SongTrack.class, uri) == null) {
          em.persist(new SongTrack(uri, tracks.get(i).title()));
        }
        em.persist(new SongItem(ID.value(), rows.get(i).sortKey(), uri));
        em.getTransaction().commit();
      }
    }
  }

  private interface Work {
    void run(Connection connection) throws SQLException;
  }

  private void inTransaction(Work work) throws SQLException {
    try (Connection connection = server.connection()) {
      connection.setAutoCommit(false);
      work.run(connection);
      connection.commit();
    }
  }

  private PlaylistChange first() {
    return change(0, tracks, rows);
  }

  private static PlaylistChange change(long version, List<Track> tracks, List<ItemRow> inserted) {
    Playlist said = new Playlist(ID, "Benchmark", null, Visibility.PUBLIC, false, null, null, null);
    TrackCounts counts = new TrackCounts(ITEMS, 0, ITEMS);
    Revision revision =
        new Revision(
            ID, version + 1, Revision.Origin.SYNC, NOON, null, inserted.size(), 0, 0, counts);
    return new PlaylistChange(
        version,
        new StoredPlaylist(said, true, null, counts, version + 1, version + 1, NOON),
        revision,
        tracks,
        inserted,
        List.of(),
        null);
  }

  private static ItemRow row(long sortKey, int track) {
    return new ItemRow(sortKey, uri(track), NOON, "adder");
  }

  private static Track track(int number) {
    return new Track(
        uri(number),
        TrackKind.TRACK,
        "id" + number,
        "Title of track " + number,
        List.of("An artist", "Another"),
        "Album " + number / 12,
        "https://i.scdn.co/image/" + number,
        215_000L,
        false,
        "GBAYE06" + number);
  }

  private static TrackUri uri(int number) {
    return TrackUri.of("spotify:track:%022d".formatted(number));
  }
}
