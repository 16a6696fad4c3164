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
 * Everything that is known of a user's library, to compare what is stored with what should be.
 *
 * @param playlists each playlist by its id, in the order of the user's list
 */
record LibraryImage(Map<String, PlaylistImage> playlists) {

  /** Copies the map, in its order. */
  LibraryImage {
    playlists = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(playlists));
  }

  /** The same with one playlist as it is in another image. */
  LibraryImage with(String id, LibraryImage other) {
    Map<String, PlaylistImage> mixed = new LinkedHashMap<>(playlists);
    mixed.replace(id, Objects.requireNonNull(other.playlists.get(id), id));
    return new LibraryImage(mixed);
  }

  int items() {
    return playlists.values().stream().mapToInt(playlist -> playlist.entries.size()).sum();
  }

  /**
   * Where the stored library departs from this one, a line a difference.
   *
   * @return empty if they are the same in every field and position
   */
  List<String> differencesTo(LibraryImage stored) {
    List<String> differences = new ArrayList<>();
    if (!List.copyOf(playlists.keySet()).equals(List.copyOf(stored.playlists.keySet()))) {
      Set<String> missing = new LinkedHashSet<>(playlists.keySet());
      missing.removeAll(stored.playlists.keySet());
      Set<String> extra = new LinkedHashSet<>(stored.playlists.keySet());
      extra.removeAll(playlists.keySet());
      differences.add("the list: missing " + missing + ", too many " + extra + ", or the order");
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

  /** What stands at one position. */
  record EntryImage(
      int position,
      @Nullable TrackImage track,
      @Nullable Instant addedAt,
      @Nullable String addedBy) {}

  /** What is known of a track. */
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
