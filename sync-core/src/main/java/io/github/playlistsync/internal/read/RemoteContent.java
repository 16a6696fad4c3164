package io.github.playlistsync.internal.read;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.TrackCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A playlist that was read as a whole, and did not change meanwhile.
 *
 * @param playlist what is said of it
 * @param snapshot the snapshot that the read began and ended with; null where Spotify tells none,
 *     or another with every call
 * @param items every item in order
 * @param remoteTotal the number of items that Spotify announced
 * @param problems what was missing or odd
 * @param kept whether its pages are kept as checkpoints
 * @param doubt why a second read must agree with it; null if it need not
 */
public record RemoteContent(
    Playlist playlist,
    @Nullable SnapshotId snapshot,
    List<PlaylistItem> items,
    int remoteTotal,
    List<String> problems,
    boolean kept,
    @Nullable String doubt) {

  public TrackCounts counts() {
    return TrackCounts.of(items, remoteTotal);
  }

  /** Whether both reads found the same items in the same order. */
  public boolean sameItems(RemoteContent other) {
    if (items.size() != other.items.size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      if (!items.get(i).sameEntry(other.items.get(i))) {
        return false;
      }
    }
    return true;
  }
}
