package io.github.playlistsync.jpa;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** A process that syncs one user's library twice, and prints what that took. */
final class SyncProcess {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private SyncProcess() {}

  /** Starts one with this many playlists, items in each, and distinct tracks. */
  static Process start(String heap, String url, int playlists, int items, int tracks, Path log)
      throws IOException {
    return JavaProcess.start(SyncProcess.class, heap, log, url, playlists, items, tracks);
  }

  /** Takes the database, and the numbers of playlists, items in each, and tracks. */
  public static void main(String[] args) {
    AtomicLong live = watchHeap();
    ListedSpotify spotify = new ListedSpotify();
    int playlists = Integer.parseInt(args[1]);
    int items = Integer.parseInt(args[2]);
    int tracks = Integer.parseInt(args[3]);
    spotify.list(
        IntStream.range(0, playlists).mapToObj(number -> remote(number, items, tracks)).toList());
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(args[0]);
    try (HikariDataSource dataSource = new HikariDataSource(pool);
        EntityManagerFactory factory =
            Persistence.createEntityManagerFactory(
                "sync-jpa-test", Map.of("jakarta.persistence.nonJtaDataSource", dataSource));
        SyncEngine engine =
            SyncEngine.builder().spotify(spotify).store(JpaPlaylistStore.create(factory)).build()) {
      sync("first sync", engine, live);
      sync("unchanged", engine, live);
    }
  }

  private static void sync(String what, SyncEngine engine, AtomicLong live) {
    live.set(0);
    long begun = System.nanoTime();
    SyncReport report = engine.syncUser(UserId.of("anna"));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    System.out.printf(
        "%s: %s, %d playlists, %d rows in %d s, at most %d MB in use after a collection%n",
        what,
        report.outcome(),
        report.playlists().size(),
        report.cost().rowsWritten(),
        seconds,
        live.get() >> 20);
    if (live.get() > Runtime.getRuntime().maxMemory() / 2) {
      throw new IllegalStateException(what + ": it keeps what it needs no more");
    }
    if (report.outcome() != SyncOutcome.COMPLETE) {
      throw new IllegalStateException(what + ": " + report.problems());
    }
  }

  /** The most memory that was in use after a garbage collection. */
  private static AtomicLong watchHeap() {
    AtomicLong live = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) ->
                  live.accumulateAndGet(
                      GarbageCollectionNotificationInfo.from(
                              (CompositeData) notification.getUserData())
                          .getGcInfo()
                          .getMemoryUsageAfterGc()
                          .entrySet()
                          .stream()
                          .filter(pool -> isHeap(pool.getKey()))
                          .map(Map.Entry::getValue)
                          .mapToLong(MemoryUsage::getUsed)
                          .sum(),
                      Math::max),
              null,
              null);
    }
    return live;
  }

  private static boolean isHeap(String pool) {
    return List.of("Eden", "Survivor", "Tenured").stream().anyMatch(pool::contains);
  }

  private static ListedSpotify.Remote remote(int number, int items, int tracks) {
    PlaylistId id = PlaylistId.of("playlist" + number);
    Playlist said =
        new Playlist(id, "Playlist " + number, null, Visibility.PUBLIC, false, "anna", null, null);
    return new ListedSpotify.Remote(said, "1", new Items(number, items, tracks));
  }

  /** Made on demand, so that all memory in use is the engine's. */
  private static final class Items extends AbstractList<PlaylistItem> {
    private final int playlist;
    private final int items;
    private final int tracks;

    Items(int playlist, int items, int tracks) {
      this.playlist = playlist;
      this.items = items;
      this.tracks = tracks;
    }

    @Override
    public PlaylistItem get(int position) {
      int number = (int) ((playlist * 7_919L + position * 31L) % tracks);
      Track track =
          new Track(
              TrackUri.of("spotify:track:%022d".formatted(number)),
              TrackKind.TRACK,
              "%022d".formatted(number),
              "Title of track " + number,
              List.of("An artist", "Another"),
              "Album " + number / 12,
              "https://i.scdn.co/image/" + number,
              215_000L,
              false,
              "GBAYE06" + number);
      return new PlaylistItem(position, track, NOON.plusSeconds(position), "anna");
    }

    @Override
    public int size() {
      return items;
    }
  }
}
