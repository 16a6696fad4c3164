package io.github.playlistsync.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what changed for a user.
 *
 * @param revisions contents that playlists of the user got; those of one playlist in their order
 * @param position where to go on, to be kept by who reads: a text of the store's own. Null only
 *     where reading began without one and nothing was told
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
