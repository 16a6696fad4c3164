package io.github.playlistsync.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of what changed for a user.
 *
 * @param revisions new contents of the user's playlists; those of one playlist in order
 * @param position where to continue, in the store's own form, for the reader to store; null only if
 *     reading started without a position and found nothing
 */
public record ChangePage(List<Revision> revisions, @Nullable String position) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if {@code revisions} is or holds null
   */
  public ChangePage {
    revisions = List.copyOf(revisions);
  }
}
