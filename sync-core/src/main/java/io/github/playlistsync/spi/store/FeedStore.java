package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What changed for a user, to be followed by hosts that must not miss a change. One of the
 * capabilities of a {@link PlaylistStore}.
 */
public interface FeedStore {

  /**
   * The revisions that were committed after a position, of the playlists that are in the user's
   * library now and whose items the user may read. Whoever handles a page and then keeps its
   * position is told each of them at least once: one that commits late comes after every position
   * that was given out before, whenever its transaction began. A revision that was pruned is not
   * told, nor is one that was passed before its playlist came into the library.
   *
   * @param after the position of the page before; null to read from the beginning
   * @param limit how many revisions at the most, from 1
   * @return no revisions if there are none yet after {@code after}, which is the position again
   * @throws IllegalArgumentException if {@code after} is none of this store's positions
   */
  ChangePage changes(UserId user, @Nullable String after, int limit);
}
