package io.github.playlistsync.cli;

import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.World;
import java.util.function.Consumer;

/** Fourteen playlists of one user, with everything in them that entries can be. */
final class TestLibrary implements Consumer<World> {
  static final String USER = "zoë$9";
  static final String ROCK = "Rock";
  static final int ROCK_ITEMS = 300;

  @Override
  public void accept(World world) {
    Entries entries = Entries.seeded(21, USER);
    world.addUser(USER, "Zoë");
    String followed = world.createPlaylist("friend", "Theirs", entries.mixed(40));
    world.follow(USER, followed);
    for (int i = 0; i < 11; i++) {
      world.createPlaylist(USER, "Nº " + i, entries.mixed(i * 9));
    }
    world.createPlaylist(USER, ROCK, entries.mixed(ROCK_ITEMS));
    world.createPlaylist(USER, "Long", entries.tracks(700));
  }

  static String id(World world, String name) {
    return world.library(USER).playlists().stream()
        .filter(playlist -> playlist.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
