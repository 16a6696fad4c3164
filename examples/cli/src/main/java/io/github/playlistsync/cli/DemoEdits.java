package io.github.playlistsync.cli;

import io.github.playlistsync.simulator.DemoLibrary;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.PlaylistView;
import io.github.playlistsync.simulator.Visibility;
import io.github.playlistsync.simulator.World;
import java.util.List;

/** Ten edits that people make. */
final class DemoEdits {
  private final World world;
  private final Entries entries = Entries.seeded(3, DemoLibrary.USER);

  DemoEdits(World world) {
    this.world = world;
  }

  /** Makes them and describes each in a line. */
  List<String> make() {
    return List.of(
        addAtTheTop(),
        removeInTheMiddle(),
        moveEndToStart(),
        duplicate(),
        clear(),
        rename(),
        describe(),
        hide(),
        unfollow(),
        follow());
  }

  static PlaylistView named(World world, String name) {
    return world.library(DemoLibrary.USER).playlists().stream()
        .filter(playlist -> playlist.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the demo library has no " + name));
  }

  private String addAtTheTop() {
    world.edit(large().id()).add(0, entries.track());
    return "a track added at the top of " + DemoLibrary.LARGE;
  }

  private String removeInTheMiddle() {
    world.edit(large().id()).remove(large().entries().size() / 2, 1);
    return "one removed in the middle of it";
  }

  private String moveEndToStart() {
    world.edit(large().id()).move(large().entries().size() - 1, 0);
    return "one moved from its end to its start";
  }

  private String duplicate() {
    PlaylistView playlist = named(world, "Focus 2");
    world.edit(playlist.id()).add(1, playlist.entries().get(0), playlist.entries().get(0));
    return "the first track of Focus 2 added twice more";
  }

  private String clear() {
    PlaylistView playlist = small();
    world.edit(playlist.id()).clear();
    return "%s emptied of its %d items".formatted(playlist.name(), playlist.entries().size());
  }

  private String rename() {
    world.edit(named(world, "Road trip").id()).rename("Road trip ’26");
    return "Road trip renamed";
  }

  private String describe() {
    world.edit(named(world, "Running").id()).describe("Fast &amp; loud, don&#x27;t stop");
    return "Running described";
  }

  private String hide() {
    world.edit(named(world, "Covers").id()).setVisibility(Visibility.PRIVATE);
    return "Covers made private";
  }

  private String unfollow() {
    world.unfollow(DemoLibrary.USER, named(world, "Zoë's picks").id());
    return "Zoë's picks unfollowed";
  }

  private String follow() {
    String id = world.createPlaylist("friend$1", "Zoë’s new picks", entries.mixed(130));
    world.follow(DemoLibrary.USER, id);
    return "Zoë's new picks followed";
  }

  private PlaylistView large() {
    return named(world, DemoLibrary.LARGE);
  }

  /** A playlist with few enough items for the removal guard to let them all go at once. */
  private PlaylistView small() {
    return world.library(DemoLibrary.USER).playlists().stream()
        .filter(playlist -> playlist.name().endsWith(" 2"))
        .filter(playlist -> playlist.entries().size() > 3 && playlist.entries().size() < 50)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the demo library has no small playlist"));
  }
}
