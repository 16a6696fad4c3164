package io.github.playlistsync.cli;

import io.github.playlistsync.cli.LibraryImage.EntryImage;
import io.github.playlistsync.cli.LibraryImage.PlaylistImage;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.simulator.LibraryView;
import io.github.playlistsync.simulator.LikedTrack;
import io.github.playlistsync.simulator.PlaylistView;
import io.github.playlistsync.simulator.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every state that a playlist of a simulator ever had, and those that were seen in the database.
 */
final class SpotifyStates {
  private final World world;
  private final Map<String, Set<String>> had = new HashMap<>();
  private final Map<String, Integer> revisions = new HashMap<>();
  private final Map<String, List<LikedTrack>> likes = new HashMap<>();
  private final Map<String, Set<String>> seen = new HashMap<>();
  private final Map<String, Set<String>> listed = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private long looks;

  SpotifyStates(World world) {
    this.world = world;
  }

  /** What stands at a position, as far as a state goes. */
  record Row(@Nullable String uri, @Nullable Instant addedAt, @Nullable String addedBy) {}

  /** From now on, what is in a list and does not leave it is not to be gone. */
  synchronized void begin() {
    listed.clear();
    left.clear();
    gone.clear();
    remember();
  }

  /** Remembers what the world is now; called after each edit and by one thread at a time. */
  synchronized void remember() {
    for (PlaylistView view : world.playlists()) {
      Integer known = revisions.put(view.id(), view.revision());
      if (known == null || known != view.revision()) {
        PlaylistImage image = SimulatorImage.playlist(view);
        List<Row> rows = image.entries().stream().map(SpotifyStates::row).toList();
        had(view.id(), state(image.name(), rows));
        // What was never named yet has no name.
        had(view.id(), state("", rows));
      }
    }
    for (String user : world.users()) {
      LibraryView library = world.library(user);
      Set<String> now =
          library.playlists().stream().map(PlaylistView::id).collect(Collectors.toSet());
      Set<String> before = listed.computeIfAbsent(user, id -> now);
      before.stream().filter(id -> !now.contains(id)).forEach(id -> left.add(user + " " + id));
      if (!library.liked().equals(likes.put(user, library.liked()))) {
        String id = PlaylistId.likedSongs(UserId.of(user)).value();
        had(id, state("Liked Songs", likedRows(library)));
      }
    }
  }

  /** What a user's Liked Songs are as rows. */
  static List<Row> likedRows(LibraryView library) {
    return library.liked().stream()
        .map(liked -> new Row(liked.track().uri(), liked.addedAt(), null))
        .toList();
  }

  /** Remembers what the database held of a playlist at one moment. */
  synchronized void saw(String playlist, String name, List<Row> rows) {
    looks++;
    seen.computeIfAbsent(playlist, id -> new HashSet<>()).add(state(name, rows));
  }

  /** Remembers that the database held an entry of a list as gone. */
  synchronized void sawGone(String user, String playlist) {
    gone.add(user + " " + playlist);
  }

  /** The entries that were seen as gone although they were in their list all the time. */
  synchronized List<String> neverLeft() {
    return gone.stream()
        .filter(entry -> !left.contains(entry))
        .filter(entry -> listed.get(userOf(entry)).contains(playlistOf(entry)))
        .toList();
  }

  private static String userOf(String entry) {
    return entry.substring(0, entry.indexOf(' '));
  }

  private static String playlistOf(String entry) {
    return entry.substring(entry.indexOf(' ') + 1);
  }

  /** How often the database was looked at. */
  synchronized long looks() {
    return looks;
  }

  /** The playlists that were seen in a state which they never had on Spotify. */
  synchronized List<String> neverHad() {
    List<String> wrong = new ArrayList<>();
    seen.forEach(
        (playlist, states) -> {
          Set<String> known = had.getOrDefault(playlist, Set.of());
          if (!known.containsAll(states)) {
            wrong.add("%s: stored %s; on Spotify %s".formatted(playlist, states, known));
          }
        });
    return wrong;
  }

  private void had(String playlist, String state) {
    had.computeIfAbsent(playlist, id -> new HashSet<>()).add(state);
  }

  private static Row row(EntryImage entry) {
    return new Row(
        entry.track() == null ? null : entry.track().uri(), entry.addedAt(), entry.addedBy());
  }

  private static String state(String name, List<Row> rows) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      rows.forEach(row -> digest.update(row.toString().getBytes(StandardCharsets.UTF_8)));
      String hash = HexFormat.of().formatHex(digest.digest()).substring(0, 32);
      return "%s, %d rows, %s".formatted(name, rows.size(), hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
