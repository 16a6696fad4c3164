package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.SnapshotId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a user's list of playlists.
 *
 * @param offset the position of its first entry
 * @param limit how many entries a page has, as Spotify tells it, else as it was asked for
 * @param total how many entries the list has; null where Spotify does not tell
 * @param hasNext whether Spotify says that more follow
 * @param entries the entries in order; an entry that Spotify left {@code null} or that has no id is
 *     null here, since it occupies a position
 * @param problems what was missing or odd, each naming the entry and the field
 */
public record LibraryPage(
    int offset,
    int limit,
    @Nullable Integer total,
    boolean hasNext,
    List<@Nullable Entry> entries,
    List<String> problems) {

  /** How many entries Spotify gives at the most. */
  public static final int MAX_LIMIT = 50;

  /** Copies the lists. */
  public LibraryPage {
    entries = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(entries));
    problems = List.copyOf(problems);
  }

  /**
   * A playlist in the list.
   *
   * @param playlist what the list says of it
   * @param snapshot its snapshot; null where Spotify does not tell
   * @param total how many items it has; null where Spotify does not tell
   */
  public record Entry(Playlist playlist, @Nullable SnapshotId snapshot, @Nullable Integer total) {

    /** Checks the parts. */
    public Entry {
      Objects.requireNonNull(playlist, "playlist");
    }
  }
}
