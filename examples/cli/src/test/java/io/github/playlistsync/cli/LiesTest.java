package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Distortions;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.Oddity;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Spotify lies once to a copy that is right: nothing stored is lost, and the next run puts all
 * right. The lies are told side by side, since most of them make the engine wait for a second look.
 */
class LiesTest {
  private static final String USER = TestLibrary.USER;

  private static Fault pages(Effect effect) {
    return Fault.on(Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS).onCall(1).then(effect);
  }

  private static Fault playlist(Effect effect) {
    return Fault.on(Endpoint.PLAYLIST).onCall(1).then(effect);
  }

  private static Fault list(Effect effect) {
    return Fault.on(Endpoint.MY_PLAYLISTS).onCall(1).then(effect);
  }

  private static Map<String, Fault> lies() {
    Map<String, Fault> lies = new LinkedHashMap<>();
    lies.put("an empty page", pages(Distortions.emptyPage()));
    lies.put("a short page", pages(Distortions.shortPage(3)));
    lies.put("a repeated page", pages(Distortions.repeatedPage()));
    lies.put("a page of another offset", pages(Distortions.otherOffset(0)));
    lies.put("no tracks", playlist(Distortions.nullTracks()));
    lies.put("zero tracks", playlist(Distortions.zeroTracks()));
    lies.put("a huge total", playlist(Distortions.total(Integer.MAX_VALUE)));
    lies.put("a huge total of a page", pages(Distortions.total(Integer.MAX_VALUE)));
    lies.put("no snapshot", playlist(Distortions.odd(Oddity.NO_SNAPSHOT)));
    lies.put("no contents", playlist(Distortions.odd(Oddity.NO_CONTENTS)));
    lies.put("bare contents", playlist(Distortions.odd(Oddity.BARE_CONTENTS)));
    lies.put("404", playlist(Failures.notFound()));
    lies.put("403", playlist(Failures.forbidden()));
    lies.put("a proxy's 403", Fault.onWebApi().onCall(2).then(Failures.proxyForbidden()));
    lies.put("an empty list", list(Distortions.emptyList()));
    lies.put("a list of half", list(Effect.withoutScope("playlist-read-private")));
    lies.put("another account", list(Effect.otherAccount("friend")));
    lies.put("401 three times", Fault.onWebApi().times(3).then(Failures.accessTokenMissing()));
    lies.put(
        "Premium required", Fault.onWebApi().times(3).then(Failures.premiumRequiredByMistake()));
    return lies;
  }

  @Test
  void aLieThatIsToldOnceLosesNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Map<String, Future<List<String>>> found = new LinkedHashMap<>();
      lies().forEach((name, lie) -> found.put(name, threads.submit(() -> told(lie))));
      List<String> faults = new ArrayList<>();
      for (Map.Entry<String, Future<List<String>>> lie : found.entrySet()) {
        lie.getValue().get().forEach(fault -> faults.add(lie.getKey() + ": " + fault));
      }
      assertThat(faults).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anOutageOfEverythingCostsFewCalls() throws Exception {
    List<String> faults =
        outage(
            () ->
                Fault.on(Endpoint.PLAYLIST, Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS)
                    .then(Failures.status(503)));

    assertThat(faults).isEmpty();
  }

  private static List<String> outage(Callable<Fault> everything) throws Exception {
    try (SpotifySimulator spotify = SpotifySimulator.builder().start()) {
      World world = spotify.world();
      world.addUser(USER, "Zoë");
      Entries entries = Entries.seeded(5, USER);
      for (int i = 0; i < 30; i++) {
        world.createPlaylist(USER, "Nº " + i, entries.mixed(20));
      }
      TestDatabase database = TestDatabase.inMemory();
      spotify.faults().add(everything.call());

      Cli run = Cli.sync(spotify, USER, database);

      List<String> faults = new ArrayList<>();
      if (run.json().path("cost").path("apiCalls").asInt() > 40 || run.code() != 1) {
        faults.add("with everything at 503: " + run);
      }
      spotify.faults().clear();
      Cli healthy = Cli.sync(spotify, USER, database);
      if (healthy.code() != 0) {
        faults.add("afterwards: " + healthy);
      }
      faults.addAll(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER)));
      return faults;
    }
  }

  /** What is wrong after a lie, and after the honest run that follows. */
  private static List<String> told(Fault lie) {
    try (SpotifySimulator spotify = SpotifySimulator.builder().library(new TestLibrary()).start()) {
      TestDatabase database = TestDatabase.inMemory();
      World world = spotify.world();
      List<String> faults = new ArrayList<>();
      if (Cli.sync(spotify, USER, database).code() != 0) {
        faults.add("the first sync failed");
      }
      LibraryImage before = SimulatorImage.of(spotify, USER);
      String rock = TestLibrary.id(world, TestLibrary.ROCK);
      Entries entries = Entries.seeded(99, USER);
      world.edit(rock).add(150, entries.tracks(2)).remove(10, 3);
      world.edit(TestLibrary.id(world, "Nº 5")).append(entries.mixed(4));
      LibraryImage after = SimulatorImage.of(spotify, USER);
      spotify.faults().add(lie);

      Cli run = Cli.sync(spotify, USER, database);

      LibraryImage stored = database.library(USER);
      if (!stored.playlists().keySet().equals(after.playlists().keySet())) {
        faults.add("the list changed: " + run);
      }
      stored
          .playlists()
          .forEach(
              (id, playlist) -> {
                boolean true1 = playlist.equals(before.playlists().get(id));
                if (!true1 && !playlist.equals(after.playlists().get(id))) {
                  faults.add(id + " is what it never was: " + run);
                }
              });
      spotify.faults().clear();
      Cli healthy = Cli.sync(spotify, USER, database);
      if (healthy.code() != 0) {
        faults.add("the next run: " + healthy);
      }
      faults.addAll(after.differencesTo(database.library(USER)));
      return faults;
    }
  }
}
