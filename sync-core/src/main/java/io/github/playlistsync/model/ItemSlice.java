package io.github.playlistsync.model;

import java.util.List;

/**
 * A slice of a playlist's items.
 *
 * @param items the items, in order
 * @param total how many items the whole playlist has
 */
public record ItemSlice(List<PlaylistItem> items, int total) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if {@code items} is or holds null
   */
  public ItemSlice {
    items = List.copyOf(items);
  }
}
