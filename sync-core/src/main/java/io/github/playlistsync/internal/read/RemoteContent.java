package io.github.playlistsync.internal.read;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.TrackCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A playlist that was read completely.
 *
 * @param playlist its metadata
 * @param named whether Spotify gives its name
 * @param snapshot the snapshot that the read began and ended with; null if Spotify gives none, or
 *     another with every call
 * @param items every item in order
 * @param remoteTotal the number of items that Spotify announced
 * @param problems what was missing or odd
 * @param kept whether its pages are kept as checkpoints
 * @param weakness why this read alone proves nothing; null if one look is enough
 */
public record RemoteContent(
    Playlist playlist,
    boolean named,
    @Nullable SnapshotId snapshot,
    List<PlaylistItem> items,
    int remoteTotal,
    List<Problem> problems,
    boolean kept,
    @Nullable String weakness) {

  public TrackCounts counts() {
    return TrackCounts.of(items, remoteTotal);
  }

  /** Equal for two reads only if they found the same items in the same order. */
  public String digest() {
    return ItemDigest.of(items);
  }
}
