package io.github.playlistsync.internal.read;

import static io.github.playlistsync.model.Problem.Code.ANSWER_ODD;
import static io.github.playlistsync.model.Problem.Code.REPORT_CUT;

import io.github.playlistsync.error.IncompleteReadException;
import io.github.playlistsync.internal.diff.ContentDiff;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether the pages of a read fit together. */
final class PageChecks {
  private static final int MAX_PROBLEMS = 50;

  /**
   * Fewer entries than this may all have lost their tracks, or be there twice in one answer,
   * without an error.
   */
  private static final int FEW = 10;

  private PageChecks() {}

  /** Checks that a page has as many items as its own limit and the announced total require. */
  static void requireFull(ItemPage page, int total) {
    int expected = Math.min(page.limit(), total - page.offset());
    if (page.items().size() < expected || page.offset() + page.items().size() > total) {
      throw new IncompleteReadException(
          "Spotify announced %d items and sent %d at offset %d, where %d were expected"
              .formatted(total, page.items().size(), page.offset(), Math.max(expected, 0)));
    }
  }

  /**
   * Whether a page begins with the items that those before it end with, or it or a block of 50 of
   * it has only items that were there before: what Spotify answers now and then instead of the page
   * that was asked for. A playlist may be so, too; then it is so again.
   */
  static boolean repeat(List<ItemPage> pages) {
    List<ContentDiff.Entry> before = new ArrayList<>();
    Set<ContentDiff.Entry> seen = new HashSet<>();
    for (ItemPage page : pages) {
      List<ContentDiff.Entry> entries = entries(page);
      if (overlap(before, entries)) {
        return true;
      }
      int fewest = before.isEmpty() ? FEW : 1;
      // The first answer holds twice as many items as a page does.
      for (int from = 0; from < entries.size(); from += ItemPage.MAX_LIMIT) {
        int to = Math.min(from + ItemPage.MAX_LIMIT, entries.size());
        List<ContentDiff.Entry> block = entries.subList(from, to);
        if (block.size() >= fewest && seen.containsAll(block)) {
          return true;
        }
        seen.addAll(block);
      }
      before.addAll(entries);
    }
    return false;
  }

  /** Whether the one ends with one or more items that the other begins with. */
  private static boolean overlap(List<ContentDiff.Entry> before, List<ContentDiff.Entry> after) {
    int end = before.size();
    return IntStream.rangeClosed(1, Math.min(end, after.size()))
        .anyMatch(n -> before.subList(end - n, end).equals(after.subList(0, n)));
  }

  /** Whether a page of some length has only entries that lost their tracks. */
  static boolean lackTracks(List<ItemPage> pages) {
    return pages.stream()
        .map(ItemPage::items)
        .anyMatch(
            items -> items.size() >= FEW && items.stream().allMatch(PlaylistItem::isPlaceholder));
  }

  /**
   * Whether a page says of none of its items when it was added, or by whom. Nobody is named as who
   * added a liked song, or an item of Spotify's own lists.
   */
  static boolean lackFacts(Playlist playlist, List<ItemPage> pages) {
    boolean namesNobody = playlist.id().isLikedSongs() || playlist.isSpotifys();
    return pages.stream()
        .map(ItemPage::items)
        .filter(items -> !items.isEmpty())
        .anyMatch(
            items ->
                items.stream().allMatch(item -> item.addedAt() == null)
                    || (!namesNobody && items.stream().allMatch(item -> item.addedBy() == null)));
  }

  /** Whether two pages have the same items, and at least one. */
  static boolean haveSameItems(ItemPage one, ItemPage other) {
    return !one.items().isEmpty() && entries(one).equals(entries(other));
  }

  private static List<ContentDiff.Entry> entries(ItemPage page) {
    return page.items().stream().map(ContentDiff.Entry::of).toList();
  }

  /** What was missing or odd in a complete read. */
  static List<Problem> problems(RemotePlaylist head, List<ItemPage> pages) {
    List<Problem> problems = new ArrayList<>(head.problems());
    pages.forEach(page -> problems.addAll(page.problems()));
    ItemPage first = pages.get(0);
    if (first.total() == null) {
      problems.add(
          Problem.of(
              ANSWER_ODD,
              "items.total is missing; the items that Spotify sent were counted instead"));
      if (pages.get(pages.size() - 1).hasNext()) {
        problems.add(
            Problem.of(ANSWER_ODD, "next is there after the last item; an empty page follows"));
      }
    } else {
      long lies = pages.stream().filter(page -> page.hasNext() != hasMore(page, first)).count();
      if (lies > 0) {
        problems.add(
            Problem.of(
                ANSWER_ODD,
                "next of %d of %d pages does not agree with the number of items; the number was read"
                    .formatted(lies, pages.size())));
      }
    }
    if (problems.size() > MAX_PROBLEMS) {
      int more = problems.size() - MAX_PROBLEMS;
      problems.subList(MAX_PROBLEMS, problems.size()).clear();
      problems.add(Problem.of(REPORT_CUT, "and " + more + " more"));
    }
    return problems;
  }

  private static boolean hasMore(ItemPage page, ItemPage first) {
    return first.total() != null && page.offset() + page.items().size() < first.total();
  }
}
