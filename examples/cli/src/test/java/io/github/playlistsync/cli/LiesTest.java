package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Distortions;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.Oddity;
import io.github.playlistsync.simulator.SimulatedEntry;
import io.github.playlistsync.simulator.SpotifySimulator;
import io.github.playlistsync.simulator.Visibility;
import io.github.playlistsync.simulator.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Spotify lies once to a copy that is right: nothing stored is lost, and the next run puts all
 * right. {@code -Dpauses=usual} waits as the program does.
 */
class LiesTest {
  private static final String USER = TestLibrary.USER;
  private static final Duration LONGEST = Duration.ofSeconds(90);

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
    lies.put("an overlapping page", pages(Distortions.overlappingPage()));
    lies.put("a page of another offset", pages(Distortions.otherOffset(0)));
    lies.put("the first page of another offset", playlist(Distortions.otherOffset(100)));
    lies.put("no tracks", playlist(Distortions.nullTracks()));
    lies.put("zero tracks", playlist(Distortions.zeroTracks()));
    lies.put("a huge total", playlist(Distortions.total(Integer.MAX_VALUE)));
    lies.put("a huge total of a page", pages(Distortions.total(Integer.MAX_VALUE)));
    lies.put("a huge list", list(Distortions.total(Integer.MAX_VALUE)));
    lies.put("no name", playlist(Distortions.odd(Oddity.NULL_NAME)));
    lies.put("no names in the list", list(Distortions.odd(Oddity.NO_NAME)));
    lies.put("zero tracks in the list", list(Distortions.zeroTracks()));
    lies.put("the list's snapshots from before the edit", list(Distortions.staleSnapshot()));
    lies.put("no snapshots in the list", list(Distortions.odd(Oddity.NO_SNAPSHOT)));
    lies.put("no snapshot", playlist(Distortions.odd(Oddity.NO_SNAPSHOT)));
    lies.put("no contents", playlist(Distortions.odd(Oddity.NO_CONTENTS)));
    lies.put("bare contents", playlist(Distortions.odd(Oddity.BARE_CONTENTS)));
    lies.put("no times", playlist(Distortions.addedAt(null)));
    lies.put("no times in a page", pages(Distortions.addedAt(null)));
    lies.put("no word on who sees it", playlist(Distortions.odd(Oddity.NO_PUBLIC)));
    lies.put("no word on who sees what", list(Distortions.odd(Oddity.NO_PUBLIC)));
    lies.put("items from before the edit", playlist(Effect.oldItems()));
    lies.put("a page from before the edit", pages(Effect.oldItems()));
    lies.put("404", playlist(Failures.notFound()));
    lies.put("404 for a page", pages(Failures.notFound()));
    lies.put("404 for the list", list(Failures.notFound()));
    lies.put("403", playlist(Failures.forbidden()));
    lies.put("403 for a page", pages(Failures.forbidden()));
    lies.put("a proxy's 403", Fault.onWebApi().onCall(2).then(Failures.proxyForbidden()));
    lies.put("a proxy's 403 for the list", list(Failures.proxyForbidden()));
    lies.put("an empty list", list(Distortions.emptyList()));
    lies.put("a list of half", list(Distortions.shortPage(7)));
    lies.put("a list without the private ones", list(Effect.withoutScope("playlist-read-private")));
    lies.put("another account", list(Effect.otherAccount("friend")));
    lies.put("401 three times", Fault.onWebApi().times(3).then(Failures.accessTokenMissing()));
    lies.put(
        "Premium required", Fault.onWebApi().times(3).then(Failures.premiumRequiredByMistake()));
    return lies;
  }

  @Test
  void aLieThatIsToldOnceLosesNothing() {
    try (SpotifySimulator spotify = SpotifySimulator.builder().library(LiesTest::fill).start()) {
      TestDatabase database = TestDatabase.inMemory();
      assertThat(Cli.sync(spotify, USER, database).code()).isZero();
      Entries entries = Entries.seeded(99, USER);
      List<String> faults = new ArrayList<>();
      lies()
          .forEach(
              (name, lie) -> {
                LibraryImage before = SimulatorImage.of(spotify, USER);
                edit(spotify.world(), entries);
                told(lie, before, spotify, database)
                    .forEach(fault -> faults.add(name + ": " + fault));
              });
      assertThat(faults).isEmpty();
    }
  }

  @Test
  void aLieAtFirstContactIsPutRightByTheNextRun() {
    try (SpotifySimulator spotify = SpotifySimulator.builder().start()) {
      TestDatabase database = TestDatabase.inMemory();
      List<String> faults = new ArrayList<>();
      lies()
          .forEach(
              (name, lie) -> {
                String user = "user" + spotify.world().users().size();
                Entries entries = Entries.seeded(7, user);
                spotify.world().createPlaylist(user, "Short", entries.mixed(26));
                spotify.world().createPlaylist(user, "Long", entries.mixed(160));
                spotify.faults().add(lie);
                Cli.sync(spotify, user, database);
                spotify.faults().clear();
                Cli healthy = Cli.sync(spotify, user, database);
                if (healthy.code() != 0) {
                  faults.add(name + ": " + healthy.err());
                }
                SimulatorImage.of(spotify, user)
                    .differencesTo(database.library(user))
                    .forEach(difference -> faults.add(name + ": " + difference));
              });
      assertThat(faults).isEmpty();
    }
  }

  @Test
  void anOutageCostsFewCallsAndTheNextRunPutsAllRight() {
    Fault playlists =
        Fault.on(Endpoint.PLAYLIST, Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS);
    for (Fault outage : List.of(playlists, Fault.onWebApi())) {
      try (SpotifySimulator spotify =
          SpotifySimulator.builder().library(LiesTest::thirtyPlaylists).start()) {
        TestDatabase database = TestDatabase.inMemory();
        spotify.faults().add(outage.then(Failures.status(503)));

        Cli run = Cli.sync(spotify, USER, database);
        spotify.faults().clear();
        Cli healthy = Cli.sync(spotify, USER, database);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().path("outcome").asText()).isEqualTo("FAILED");
        assertThat(run.json().path("apiCalls").asInt()).isBetween(4, 40);
        assertThat(run.json().path("durationMs").asLong()).isLessThan(LONGEST.toMillis());
        assertThat(healthy.code()).as(healthy.toString()).isZero();
        assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER)))
            .isEmpty();
      }
    }
  }

  private static void thirtyPlaylists(World world) {
    world.addUser(USER, "Zoë");
    Entries entries = Entries.seeded(5, USER);
    for (int i = 0; i < 30; i++) {
      world.createPlaylist(USER, "Nº " + i, entries.mixed(20));
    }
  }

  private static void fill(World world) {
    new TestLibrary().accept(world);
    world.edit(TestLibrary.id(world, "Nº 3")).setVisibility(Visibility.PRIVATE);
    world.edit(TestLibrary.id(world, "Nº 7")).setVisibility(Visibility.PRIVATE);
  }

  private static void edit(World world, Entries entries) {
    String rock = TestLibrary.id(world, TestLibrary.ROCK);
    List<SimulatedEntry> rows = new ArrayList<>(world.playlist(rock).entries());
    rows.subList(10, 12).clear();
    rows.addAll(150, entries.tracks(2));
    world.edit(rock).replaceAll(rows);
    world.edit(TestLibrary.id(world, "Nº 5")).append(entries.mixed(4));
  }

  /** What is wrong after a lie, and after the honest run that follows. */
  private static List<String> told(
      Fault lie, LibraryImage before, SpotifySimulator spotify, TestDatabase database) {
    LibraryImage after = SimulatorImage.of(spotify, USER);
    List<String> faults = new ArrayList<>();
    spotify.faults().add(lie);

    Cli run = Cli.sync(spotify, USER, database);
    LibraryImage stored = database.library(USER);
    spotify.faults().clear();
    Cli healthy = Cli.sync(spotify, USER, database);

    if (run.json().path("durationMs").asLong() > LONGEST.toMillis()) {
      faults.add("it took " + run.json().path("durationMs") + " ms");
    }
    if (!stored.playlists().keySet().equals(after.playlists().keySet())) {
      faults.add("the list changed");
    }
    stored
        .playlists()
        .forEach(
            (id, playlist) -> {
              if (!playlist.equals(before.playlists().get(id))
                  && !playlist.equals(after.playlists().get(id))) {
                faults.add(id + " is what it never was");
              }
            });
    if (healthy.code() != 0) {
      faults.add("the next run: " + healthy.err());
    }
    faults.addAll(after.differencesTo(database.library(USER)));
    return faults;
  }
}
