package io.github.playlistsync.simulator;

import java.util.List;
import java.util.Random;

/**
 * Makes random edits of all playlists, users and likes. The same seed and world give the same
 * edits.
 */
public final class RandomEdits {

  private final World world;
  private final Random random;
  private final long seed;
  private int rounds;

  /** Edits the world of a simulator. */
  public RandomEdits(SpotifySimulator simulator, long seed) {
    this(simulator.world(), seed);
  }

  RandomEdits(World world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * Makes so many edits. Most add, remove, move, duplicate or clear rows. A few change the details
   * of a playlist, create, delete, follow or unfollow one, or like or unlike a track.
   */
  public void apply(int count) {
    rounds++;
    List<String> users = world.users();
    for (int i = 0; i < count; i++) {
      String user = pick(users);
      Entries entries = Entries.seeded(seed * 31 + rounds * 100_003L + i, user);
      List<String> playlists = world.playlistIds();
      if (playlists.isEmpty()) {
        world.createPlaylist(user, "First", entries.mixed(10));
      } else if (random.nextInt(5) == 0) {
        editLibrary(user, pick(playlists), entries);
      } else if (random.nextInt(5) == 0) {
        editDetails(world.edit(pick(playlists)), i);
      } else {
        editRows(pick(playlists), entries);
      }
    }
  }

  private void editRows(String id, Entries entries) {
    List<SimulatedEntry> rows = world.playlist(id).entries();
    PlaylistEditor editor = world.edit(id);
    int size = rows.size();
    int kind = random.nextInt(20);
    if (size == 0 || kind < 8) {
      editor.add(random.nextInt(size + 1), entries.mixed(1 + random.nextInt(5)));
    } else if (kind < 13) {
      int position = random.nextInt(size);
      editor.remove(position, Math.min(1 + random.nextInt(3), size - position));
    } else if (kind < 17) {
      editor.move(random.nextInt(size), random.nextInt(size));
    } else if (kind < 19) {
      editor.add(random.nextInt(size + 1), rows.get(random.nextInt(size)));
    } else {
      editor.clear();
    }
  }

  private void editDetails(PlaylistEditor editor, int i) {
    switch (random.nextInt(5)) {
      case 0 -> editor.rename("Renamed " + rounds + "." + i + " é");
      case 1 -> editor.describe(random.nextBoolean() ? "" : "It&#x27;s edit " + i);
      case 2 -> editor.setCover("https://i.scdn.co/image/" + random.nextInt(1_000_000));
      case 3 -> editor.setCollaborative(random.nextBoolean());
      default -> editor.setVisibility(pick(List.of(Visibility.PUBLIC, Visibility.PRIVATE)));
    }
  }

  private void editLibrary(String user, String playlist, Entries entries) {
    List<LikedTrack> liked = world.library(user).liked();
    switch (random.nextInt(8)) {
      case 0 -> world.createPlaylist(user, "New " + rounds, entries.mixed(random.nextInt(130)));
      case 1 -> world.deletePlaylist(playlist);
      case 2, 3 -> world.follow(user, playlist);
      case 4 -> world.unfollow(user, playlist);
      case 5 -> {
        if (!liked.isEmpty()) {
          world.unlike(user, pick(liked).track().uri());
        }
      }
      default -> {
        SimulatedTrack track = entries.track().track();
        if (track != null) {
          world.like(user, track);
        }
      }
    }
  }

  private <T> T pick(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }
}
