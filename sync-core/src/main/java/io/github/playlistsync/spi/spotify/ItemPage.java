package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of items.
 *
 * @param offset the position of its first item according to Spotify, else the one that was asked
 *     for
 * @param limit the size of a page according to Spotify, else the size that was asked for
 * @param total the number of all items; null where Spotify does not give it
 * @param hasNext whether Spotify says that more follow
 * @param items the items in order, their positions counted from {@code offset}; each entry that
 *     Spotify sent is one item, a placeholder if necessary
 * @param problems what was missing or odd, each naming the position and the field
 */
public record ItemPage(
    int offset,
    int limit,
    @Nullable Integer total,
    boolean hasNext,
    List<PlaylistItem> items,
    List<Problem> problems) {

  /** The most items that a call may ask for. */
  public static final int MAX_LIMIT = 50;

  /**
   * Checks the numbers and copies the lists.
   *
   * @throws IllegalArgumentException if {@code offset} is negative, {@code limit} below 1, or the
   *     positions do not count up from {@code offset}
   */
  public ItemPage {
    items = List.copyOf(items);
    problems = List.copyOf(problems);
    if (offset < 0 || limit < 1) {
      throw new IllegalArgumentException(
          "offset is %d and limit %d; expected 0 or more and 1 or more".formatted(offset, limit));
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).position() != offset + i) {
        throw new IllegalArgumentException(
            "item %d of the page at offset %d has position %d"
                .formatted(i, offset, items.get(i).position()));
      }
    }
  }
}
