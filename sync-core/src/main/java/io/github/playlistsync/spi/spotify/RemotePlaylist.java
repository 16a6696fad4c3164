package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.SnapshotId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A playlist in an answer of Spotify.
 *
 * @param playlist its metadata
 * @param missing the fields that Spotify leaves out; {@code playlist} has an empty value for each,
 *     which says nothing of one that is known
 * @param snapshot its snapshot; null where Spotify does not give it
 * @param firstItems the first page of items, from position 0; null if Spotify withholds the items
 *     from this user
 * @param source the endpoint of further items
 * @param problems what was missing or odd in the metadata, each naming the field
 */
public record RemotePlaylist(
    Playlist playlist,
    Set<PlaylistField> missing,
    @Nullable SnapshotId snapshot,
    @Nullable ItemPage firstItems,
    ItemSource source,
    List<Problem> problems) {

  /** Checks the parts and copies the collections. */
  public RemotePlaylist {
    Objects.requireNonNull(playlist, "playlist");
    missing = Set.copyOf(missing);
    Objects.requireNonNull(source, "source");
    problems = List.copyOf(problems);
  }

  /** One from which no field is missing. */
  public RemotePlaylist(
      Playlist playlist,
      @Nullable SnapshotId snapshot,
      @Nullable ItemPage firstItems,
      ItemSource source,
      List<Problem> problems) {
    this(playlist, Set.of(), snapshot, firstItems, source, problems);
  }

  /** The same with other first items; null if Spotify withholds them. */
  public RemotePlaylist withFirstItems(@Nullable ItemPage page) {
    return new RemotePlaylist(playlist, missing, snapshot, page, source, problems);
  }
}
