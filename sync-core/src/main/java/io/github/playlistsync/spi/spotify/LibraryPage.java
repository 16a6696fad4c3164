package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.SnapshotId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of a user's list of playlists.
 *
 * @param offset the position of its first entry according to Spotify, else the one that was asked
 *     for
 * @param limit the size of a page according to Spotify, else the size that was asked for
 * @param total the number of all entries; null where Spotify does not give it
 * @param hasNext whether Spotify says that more follow
 * @param entries the entries in order; one that Spotify sent as {@code null} or without an id is
 *     null here and still counts as a position
 * @param problems what was missing or odd, each naming the entry and the field
 */
public record LibraryPage(
    int offset,
    int limit,
    @Nullable Integer total,
    boolean hasNext,
    List<@Nullable Entry> entries,
    List<Problem> problems) {

  /** The most entries that Spotify gives. */
  public static final int MAX_LIMIT = 50;

  /** Copies the lists. */
  public LibraryPage {
    entries = Collections.unmodifiableList(new ArrayList<>(entries));
    problems = List.copyOf(problems);
  }

  /**
   * A playlist in the list.
   *
   * @param playlist its metadata according to the list
   * @param missing the fields that the list leaves out; {@code playlist} has an empty value for
   *     each, which says nothing of one that is known
   * @param snapshot its snapshot; null where Spotify does not give it
   * @param total its number of items; null where Spotify does not give it
   */
  public record Entry(
      Playlist playlist,
      Set<PlaylistField> missing,
      @Nullable SnapshotId snapshot,
      @Nullable Integer total) {

    /** Checks the parts and copies the set. */
    public Entry {
      Objects.requireNonNull(playlist, "playlist");
      missing = Set.copyOf(missing);
    }

    /** One from which no field is missing. */
    public Entry(Playlist playlist, @Nullable SnapshotId snapshot, @Nullable Integer total) {
      this(playlist, Set.of(), snapshot, total);
    }
  }
}
