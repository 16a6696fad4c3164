package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoLibraryTest {

  @Test
  void holdsFortyPlaylistsWithEverySortOfRow() {
    World world = world(1);
    new DemoLibrary(3).accept(world);

    List<PlaylistView> playlists = world.library(DemoLibrary.USER).playlists();

    assertThat(playlists).hasSize(40);
    assertThat(playlists).extracting(PlaylistView::ownerId).contains("spotify", "friend$1");
    assertThat(playlists).filteredOn(view -> view.entries().isEmpty()).isNotEmpty();
    PlaylistView large = playlists.get(0);
    assertThat(large.name()).isEqualTo(DemoLibrary.LARGE);
    assertThat(large.entries()).hasSize(10_000);
    assertThat(large.entries()).extracting(SimulatedEntry::kind).contains(EntryKind.values());
    assertThat(new HashSet<>(large.entries())).hasSizeLessThan(10_000);
    assertThat(playlists.stream().skip(1)).allMatch(view -> view.entries().size() <= 300);
    assertThat(playlists).anyMatch(view -> String.valueOf(view.description()).contains("&#x27;"));
    assertThat(world.library(DemoLibrary.USER).liked()).hasSize(120);
  }

  @Test
  void isTheSameForTheSameSeed() {
    World first = world(1);
    World second = world(1);
    World other = world(1);
    new DemoLibrary(3).accept(first);
    new DemoLibrary(3).accept(second);
    new DemoLibrary(4).accept(other);

    assertThat(second.library(DemoLibrary.USER)).isEqualTo(first.library(DemoLibrary.USER));
    assertThat(other.library(DemoLibrary.USER)).isNotEqualTo(first.library(DemoLibrary.USER));
  }

  @Test
  void randomEditsAreTheSameForTheSameSeedAndTouchRowsAndLibraries() {
    World first = world(1);
    World second = world(1);
    for (World world : List.of(first, second)) {
      new DemoLibrary(3).accept(world);
      RandomEdits edits = new RandomEdits(world, 8);
      edits.apply(200);
      edits.apply(200);
    }
    World untouched = world(1);
    new DemoLibrary(3).accept(untouched);

    assertThat(second.playlists()).isEqualTo(first.playlists());
    assertThat(first.playlists()).isNotEqualTo(untouched.playlists());
    assertThat(first.users())
        .allSatisfy(user -> assertThat(second.library(user)).isEqualTo(first.library(user)));
    assertThat(first.playlists()).anyMatch(view -> view.name().startsWith("Renamed"));
    assertThat(first.playlistIds()).isNotEqualTo(untouched.playlistIds());
    assertThat(first.library(DemoLibrary.USER).liked())
        .isNotEqualTo(untouched.library(DemoLibrary.USER).liked());
  }

  private static World world(long seed) {
    return new World(new WorldState(new SettableClock(), seed, Duration.ZERO));
  }
}
