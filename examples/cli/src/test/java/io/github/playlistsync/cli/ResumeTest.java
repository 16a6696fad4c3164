package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Call;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A read of 10,000 items whose process is killed after 80 of the 198 pages. */
class ResumeTest {
  private static final String USER = TestLibrary.USER;
  private static final int ITEMS = 10_000;
  private static final int FIRST = 100;
  private static final int PAGE = 50;
  private static final int PAGES = (ITEMS - FIRST) / PAGE;
  private static final int KILLED_AFTER = 80;

  private final TestDatabase database = TestDatabase.postgres();
  private SpotifySimulator spotify;
  private String id;

  @BeforeEach
  void readAPartAndDie() throws Exception {
    spotify =
        SpotifySimulator.builder()
            .library(
                world -> {
                  world.addUser(USER);
                  world.createPlaylist(USER, "All", Entries.seeded(80, USER).tracks(ITEMS));
                })
            .start();
    id = TestLibrary.id(spotify.world(), "All");
    Fault wall =
        Fault.on(Endpoint.PLAYLIST_ITEMS)
            .fromCall(KILLED_AFTER + 1)
            .then(Effect.latency(Duration.ofMinutes(2)));
    spotify.faults().add(wall);
    try (CliProcess process = CliProcess.start(Map.of(), Cli.syncArgs(spotify, USER, database))) {
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (pagesKept().size() < KILLED_AFTER) {
        assertThat(System.nanoTime()).as("pages kept: " + pagesKept()).isLessThan(deadline);
        assertThat(process.endsWithin(50)).as("it ended by itself").isFalse();
      }
      process.kill();
    }
    spotify.faults().remove(wall);
    spotify.log().clear();
  }

  @AfterEach
  void stop() {
    spotify.close();
  }

  @Test
  void theNextRunFetchesOnlyThePagesThatAreMissing() {
    Set<Integer> kept = pagesKept();
    assertThat(kept).hasSize(KILLED_AFTER);
    assertThat(database.count("sync_playlist_item")).isZero();

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).as(run.toString()).isZero();
    Set<Integer> missing = allPages();
    missing.removeAll(kept);
    assertThat(fetched()).containsExactlyInAnyOrderElementsOf(missing);
    assertThat(spotify.log().count(Endpoint.MY_PLAYLISTS)).isEqualTo(1);
    assertThat(spotify.log().count(Endpoint.PLAYLIST)).as("its head, and the probe").isEqualTo(2);
    assertComplete();
  }

  @Test
  void anEditInBetweenMakesTheNextRunStartAnew() {
    spotify.world().edit(id).move(9_000, 0);

    Cli run = Cli.sync(spotify, USER, database);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(fetched()).containsExactlyInAnyOrderElementsOf(allPages());
    assertComplete();
  }

  private void assertComplete() {
    assertThat(SimulatorImage.of(spotify, USER).differencesTo(database.library(USER))).isEmpty();
    assertThat(pagesKept()).isEmpty();
  }

  private Set<Integer> pagesKept() {
    if (database.rows("select 1 from pg_tables where tablename = 'sync_page'").isEmpty()) {
      return Set.of();
    }
    return database.rows("select page_offset from sync_page").stream()
        .map(row -> Integer.valueOf(row.get(0)))
        .collect(Collectors.toSet());
  }

  private List<Integer> fetched() {
    return spotify.log().calls(call -> call.endpoint() == Endpoint.PLAYLIST_ITEMS).stream()
        .map(Call::offset)
        .toList();
  }

  private static Set<Integer> allPages() {
    Set<Integer> offsets = new HashSet<>();
    for (int page = 0; page < PAGES; page++) {
      offsets.add(FIRST + page * PAGE);
    }
    return offsets;
  }
}
