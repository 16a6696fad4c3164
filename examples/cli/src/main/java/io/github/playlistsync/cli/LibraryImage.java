package io.github.playlistsync.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All of a user's library, to compare what is stored with what should be.
 *
 * @param playlists the playlists by id, in the order of the user's list
 */
record LibraryImage(Map<String, PlaylistImage> playlists) {

  /** Copies the map, in its order. */
  LibraryImage {
    playlists = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(playlists));
  }

  /** The same, with one playlist taken from another image. */
  LibraryImage with(String id, LibraryImage other) {
    Map<String, PlaylistImage> mixed = new LinkedHashMap<>(playlists);
    mixed.replace(id, Objects.requireNonNull(other.playlists.get(id), id));
    return new LibraryImage(mixed);
  }

  int items() {
    return playlists.values().stream().mapToInt(playlist -> playlist.entries.size()).sum();
  }

  /**
   * How the stored library differs from this one, one line per difference.
   *
   * @return empty if every field and position is the same
   */
  List<String> differencesTo(LibraryImage stored) {
    List<String> differences = new ArrayList<>();
    if (!List.copyOf(playlists.keySet()).equals(List.copyOf(stored.playlists.keySet()))) {
      Set<String> missing = new LinkedHashSet<>(playlists.keySet());
      missing.removeAll(stored.playlists.keySet());
      Set<String> extra = new LinkedHashSet<>(stored.playlists.keySet());
      extra.removeAll(playlists.keySet());
      differences.add(
          "the list: missing " + missing + ", unexpected " + extra + ", or in another order");
    }
    playlists.forEach(
        (id, expected) -> {
          PlaylistImage actual = stored.playlists.get(id);
          if (actual != null) {
            expected.differencesTo(actual).forEach(line -> differences.add(id + ": " + line));
          }
        });
    return differences;
  }

  /** A playlist with its entries. */
  record PlaylistImage(
      String name,
      @Nullable String description,
      String visibility,
      boolean collaborative,
      @Nullable String ownerId,
      @Nullable String ownerName,
      @Nullable String imageUrl,
      int trackCount,
      int placeholders,
      int remoteTotal,
      List<EntryImage> entries) {

    /** Copies the list. */
    PlaylistImage {
      entries = List.copyOf(entries);
    }

    List<String> differencesTo(PlaylistImage stored) {
      List<String> differences = new ArrayList<>();
      if (!about().equals(stored.about())) {
        differences.add("expected " + about() + ", stored " + stored.about());
      }
      if (entries.size() != stored.entries.size()) {
        differences.add(
            "expected %d entries, stored %d".formatted(entries.size(), stored.entries.size()));
      }
      for (int i = 0; i < Math.min(entries.size(), stored.entries.size()); i++) {
        if (!entries.get(i).equals(stored.entries.get(i))) {
          differences.add("expected " + entries.get(i) + ", stored " + stored.entries.get(i));
          break;
        }
      }
      return differences;
    }

    private PlaylistImage about() {
      return new PlaylistImage(
          name,
          description,
          visibility,
          collaborative,
          ownerId,
          ownerName,
          imageUrl,
          trackCount,
          placeholders,
          remoteTotal,
          List.of());
    }
  }

  /** One position of a playlist. */
  record EntryImage(
      int position,
      @Nullable TrackImage track,
      @Nullable Instant addedAt,
      @Nullable String addedBy) {}

  /** The stored fields of a track. */
  record TrackImage(
      String uri,
      String kind,
      @Nullable String spotifyId,
      String title,
      List<String> artists,
      @Nullable String album,
      @Nullable String imageUrl,
      @Nullable Long durationMs,
      @Nullable Boolean explicit,
      @Nullable String isrc) {}
}
