package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.SnapshotId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A playlist as Spotify answers it.
 *
 * @param playlist what it says of it
 * @param snapshot its snapshot; null where Spotify does not tell
 * @param firstItems the first page of items; null if Spotify withholds the contents from this user
 * @param source where further items are found
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
