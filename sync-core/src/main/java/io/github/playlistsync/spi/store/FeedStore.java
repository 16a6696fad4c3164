package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Returns what changed for a user, for hosts that must not miss a change. One of the capabilities
 * of a {@link PlaylistStore}.
 */
public interface FeedStore {

  /**
   * Returns the revisions that were committed after a position, of the playlists that are in the
   * user's library now and whose items the user may read. A reader that handles a page and then
   * stores its position receives each of them at least once: a revision that commits late comes
   * after every position that was returned before, whenever its transaction began. Leaves out
   * revisions that were pruned, and those that were passed before their playlist came into the
   * library. What was committed while a playlist was gone from the library or withheld from the
   * user follows once it is back, and may then come again for others who have the playlist.
   *
   * <p>An adapter may write for this, so a transaction of the caller's must not be read-only.
   *
   * @param after the position of the previous page; null to read from the beginning
   * @param limit the most revisions to return, from 1
   * @return no revisions, and {@code after} as the position, if there are none yet after it
   * @throws IllegalArgumentException if {@code after} is not a position of this store
   * @throws io.github.playlistsync.error.StoreException if the store has to write, and the caller's
   *     transaction is read-only
   */
  ChangePage changes(UserId user, @Nullable String after, int limit);
}
