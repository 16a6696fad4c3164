package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.SnapshotId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A playlist in an answer of Spotify.
 *
 * @param playlist its metadata
 * @param snapshot its snapshot; null where Spotify does not give it
 * @param firstItems the first page of items; null if Spotify withholds the items from this user
 * @param source the endpoint of further items
 * @param problems what was missing or odd in the metadata, each naming the field
 */
public record RemotePlaylist(
    Playlist playlist,
    @Nullable SnapshotId snapshot,
    @Nullable ItemPage firstItems,
    ItemSource source,
    List<String> problems) {

  /** Checks the parts and copies the list. */
  public RemotePlaylist {
    Objects.requireNonNull(playlist, "playlist");
    Objects.requireNonNull(source, "source");
    problems = List.copyOf(problems);
  }
}
