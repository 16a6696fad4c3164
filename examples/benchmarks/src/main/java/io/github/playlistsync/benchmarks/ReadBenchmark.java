package io.github.playlistsync.benchmarks;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import se.michaelthelin.spotify.SpotifyApi;
import se.michaelthelin.spotify.model_objects.specification.Paging;
import se.michaelthelin.spotify.model_objects.specification.PlaylistTrack;

/**
 * Reads a playlist of 10,000 items from a server that takes 100 ms to answer: with this library and
 * 8 pages at once, and with the loops over the pages that users of other libraries write.
 */
public final class ReadBenchmark {
  private static final String USER = "anna";
  private static final String VERSION_OF_SDK = "1.2.0";
  private static final int ITEMS = 10_000;
  private static final int AT_ONCE = 8;
  private static final int RUNS = 3;
  private static final Duration LATENCY = Duration.ofMillis(100);

  /** The head with 100 items, the pages of 50, and the probe at the end. */
  private static final int CALLS = 1 + (ITEMS - 100) / 50 + 1;

  private final SlowServer server;
  private final String token;
  private final String playlist;

  private ReadBenchmark(SpotifySimulator spotify, SlowServer server) {
    this.server = server;
    token = spotify.accounts().tokenFor(USER);
    spotify.world().addUser(USER);
    playlist = spotify.world().createPlaylist(USER, "All", Entries.seeded(1, USER).tracks(ITEMS));
  }

  /** A way to read the playlist; returns the number of items. */
  @FunctionalInterface
  private interface Way {
    int read() throws Exception;
  }

  /** Runs all and prints a table. */
  public static void main(String[] args) throws Exception {
    try (SpotifySimulator spotify = SpotifySimulator.builder().start();
        SlowServer server = new SlowServer(spotify.baseUri(), LATENCY)) {
      new ReadBenchmark(spotify, server).run();
    }
  }

  private void run() throws Exception {
    int rounds = 1 + (CALLS - 2 + AT_ONCE - 1) / AT_ONCE + 1;
    long ideal = rounds * LATENCY.toMillis();
    System.out.printf(
        "%,d items, %d ms an answer, the median of %d runs after a warm-up%n",
        ITEMS, LATENCY.toMillis(), RUNS);
    System.out.printf(
        "ideal: %d calls, the first and the last alone, the others %d at once: %,d ms%n",
        CALLS, AT_ONCE, ideal);
    print("ours, 8 pages at once", measure(this::ours), 1, ideal);
    print("spotify-web-api-java, a loop", measure(this::loop), 1, ideal);
    long[] sdk = typeScriptSdk();
    if (sdk.length > 0) {
      print("TypeScript SDK, a loop", sdk[sdk.length / 2], sdk.length + 1, ideal);
    }
  }

  /** The log holds the calls of {@code runs} runs. */
  private void print(String way, long millis, int runs, long ideal) {
    System.out.printf(
        "%-30s %,7d ms %6.2f x the ideal %4d calls%n",
        way, millis, (double) millis / ideal, server.calls() / runs);
  }

  private long measure(Way way) throws Exception {
    long[] millis = new long[RUNS];
    for (int run = -1; run < RUNS; run++) {
      server.calls();
      long begun = System.nanoTime();
      int items = way.read();
      long taken = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      requireAll(items);
      if (run >= 0) {
        millis[run] = taken;
      }
    }
    Arrays.sort(millis);
    return millis[RUNS / 2];
  }

  /** A first sync: reads, checks, and stores in memory. */
  private int ours() {
    try (SpotifyWebApi api =
            SpotifyWebApi.builder(AccessTokens.fixed(token)).baseUri(server.address()).build();
        SyncEngine engine =
            SyncEngine.builder()
                .spotify(api)
                .store(InMemoryPlaylistStore.create())
                .settings(SyncSettings.defaults().withPagesAtOnce(AT_ONCE))
                .build()) {
      SyncReport report = engine.syncPlaylist(UserId.of(USER), PlaylistId.of(playlist));
      if (report.outcome() != SyncOutcome.COMPLETE) {
        throw new IllegalStateException(report.toString());
      }
      return report.playlists().get(0).counts().items();
    }
  }

  private int loop() throws Exception {
    SpotifyApi api =
        SpotifyApi.builder()
            .setScheme("http")
            .setHost(server.address().getHost())
            .setPort(server.address().getPort())
            .setAccessToken(token)
            .build();
    int items = 0;
    Paging<PlaylistTrack> page;
    do {
      page = api.getPlaylistsItems(playlist).limit(50).offset(items).build().execute();
      items += page.getItems().length;
    } while (page.getNext() != null);
    return items;
  }

  /** The milliseconds of each run, sorted; empty without Node.js. */
  private long[] typeScriptSdk() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("read-benchmark");
    Path script = Files.writeString(folder.resolve("read.mjs"), script());
    String sdk = "@spotify/web-api-ts-sdk@" + VERSION_OF_SDK;
    if (!runs(folder, "npm", "install", "--silent", "--no-fund", "--no-audit", sdk)) {
      System.out.println("TypeScript SDK: left out, since npm could not install it");
      return new long[0];
    }
    server.calls();
    Path out = folder.resolve("out");
    Process node =
        new ProcessBuilder(
                "node",
                script.toString(),
                server.address().toString(),
                token,
                playlist,
                Integer.toString(RUNS + 1))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .start();
    if (node.waitFor() != 0) {
      throw new IOException("node ended with " + node.exitValue());
    }
    List<String> lines = Files.readAllLines(out);
    lines.forEach(line -> requireAll(Integer.parseInt(line.split(" ", 2)[0])));
    return lines.stream()
        .skip(1)
        .mapToLong(line -> Long.parseLong(line.split(" ", 2)[1]))
        .sorted()
        .toArray();
  }

  private static String script() throws IOException {
    try (var script = ReadBenchmark.class.getResourceAsStream("/read.mjs")) {
      if (script == null) {
        throw new IOException("read.mjs is missing");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean runs(Path folder, String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static void requireAll(int items) {
    if (items != ITEMS) {
      throw new IllegalStateException("read " + items + " items of " + ITEMS);
    }
  }
}
