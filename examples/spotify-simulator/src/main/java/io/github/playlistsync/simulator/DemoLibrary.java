package io.github.playlistsync.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A library for demos and tests: 40 playlists of one user, the first with 10,000 items, the others
 * with 0 to 300, and 120 Liked Songs. It has every oddity that leaves a read complete. The same
 * seed gives the same library.
 */
public final class DemoLibrary implements Consumer<World> {

  /** The owner of the library. */
  public static final String USER = "demo";

  /** The name of the playlist of 10,000 items. */
  public static final String LARGE = "Everything, ever";

  private static final int PLAYLISTS = 40;
  private static final String[] NAMES = {
    "Morgens früh",
    "夜のドライブ",
    "Пятница",
    "Ñandú & friends",
    "École buissonnière",
    "Smørrebrød",
    "Focus",
    "Running",
    "Road trip",
    "Dinner",
    "Rainy day",
    "Covers",
    "Live",
    "B-sides"
  };

  private final long seed;

  /** A library that the seed decides. */
  public DemoLibrary(long seed) {
    this.seed = seed;
  }

  /** Adds the users, playlists and likes. */
  @Override
  public void accept(World world) {
    Random random = new Random(seed);
    Entries entries = Entries.seeded(seed, USER);
    world.addUser(USER, "Demo Däniel");
    world.addUser("friend$1", "Zoë");

    String foreign = world.createPlaylist("friend$1", "Zoë's picks", entries.mixed(120));
    world.edit(foreign).describe("From Zo&#xEB;, who didn&#x27;t ask &amp; shared anyway");
    world.follow(USER, foreign);
    String editorial = world.createSpotifyOwned("Today’s Top Hits", entries.tracks(50));
    world.edit(editorial).describe("The hits. Cover: <a href=\"spotify:artist:x\">someone</a>");
    world.follow(USER, editorial);

    for (int i = 0; i < PLAYLISTS - 3; i++) {
      String name =
          NAMES[i % NAMES.length] + (i < NAMES.length ? "" : " " + (1 + i / NAMES.length));
      decorate(world, world.createPlaylist(USER, name, contents(entries, random, i)), i);
    }
    world.createPlaylist(USER, LARGE, large(entries));
    entries.tracks(120).forEach(entry -> like(world, entry));
  }

  private static List<SimulatedEntry> contents(Entries entries, Random random, int i) {
    return switch (i) {
      case 0 -> List.of();
      case 1 -> entries.mixed(300);
      case 2 -> entries.tracks(100);
      case 3 -> entries.tracks(101);
      case 4 -> {
        SimulatedEntry twice = entries.track();
        yield List.of(twice, entries.track(), twice, twice);
      }
      default -> {
        int count = random.nextInt(80);
        yield i % 3 == 0 ? entries.mixed(count) : entries.tracks(count);
      }
    };
  }

  private static void decorate(World world, String id, int i) {
    PlaylistEditor editor = world.edit(id);
    if (i % 2 == 0) {
      editor.setCover("https://i.scdn.co/image/ab67616d00001e02" + id);
    }
    switch (i) {
      case 1 -> editor.describe("Don&#x27;t stop &amp; don&#x27;t look back");
      case 5 -> editor.setVisibility(Visibility.PRIVATE).describe(null);
      case 6 -> editor.setVisibility(Visibility.UNKNOWN).setOddities(Oddity.NULL_IMAGES);
      case 7 -> editor.setCollaborative(true).setVisibility(Visibility.PRIVATE);
      case 8 -> editor.setOddities(Oddity.NULL_OWNER_NAME, Oddity.UNKNOWN_KEY);
      case 9 -> editor.setOddities(Oddity.EMPTY_NAME);
      default -> editor.describe("");
    }
  }

  private static List<SimulatedEntry> large(Entries entries) {
    List<SimulatedEntry> rows = new ArrayList<>(entries.tracks(9_800));
    rows.addAll(5_000, entries.mixed(195));
    rows.add(0, entries.localFile());
    rows.add(99, entries.placeholder());
    rows.add(100, entries.episode());
    rows.add(rows.get(10));
    rows.add(rows.get(10));
    return rows;
  }

  private static void like(World world, SimulatedEntry entry) {
    SimulatedTrack track = entry.track();
    if (track != null && entry.addedAt() != null) {
      world.like(USER, track, entry.addedAt());
    }
  }
}
