package io.github.playlistsync;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.LibraryPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways in which an answer of Spotify's is false, and how often. */
final class Lies {

  private Lies() {}

  /** The lie as the answer to the first few questions, the truth after that. */
  static <T> UnaryOperator<T> first(int times, UnaryOperator<T> lie) {
    AtomicInteger asked = new AtomicInteger();
    return answer -> asked.getAndIncrement() < times ? lie.apply(answer) : answer;
  }

  /** The lie as the first page at an offset. */
  static UnaryOperator<ItemPage> firstAt(int offset, UnaryOperator<ItemPage> lie) {
    AtomicBoolean told = new AtomicBoolean();
    return page ->
        page.offset() == offset && told.compareAndSet(false, true) ? lie.apply(page) : page;
  }

  static ItemPage empty(ItemPage page) {
    return new ItemPage(0, page.limit(), 0, false, List.of(), List.of());
  }

  static ItemPage placeholders(ItemPage page) {
    List<PlaylistItem> items =
        page.items().stream()
            .map(item -> new PlaylistItem(item.position(), null, item.addedAt(), item.addedBy()))
            .toList();
    return new ItemPage(
        page.offset(), page.limit(), page.total(), page.hasNext(), items, List.of());
  }

  static LibraryPage without(LibraryPage page, Predicate<Playlist> hidden) {
    List<LibraryPage.Entry> entries =
        page.entries().stream().filter(entry -> !hidden.test(entry.playlist())).toList();
    return new LibraryPage(0, page.limit(), entries.size(), false, entries, List.of());
  }

  static ItemPage withItems(ItemPage page, Integer total, List<PlaylistItem> items) {
    List<PlaylistItem> placed = new ArrayList<>();
    items.forEach(item -> placed.add(item.at(page.offset() + placed.size())));
    return new ItemPage(page.offset(), page.limit(), total, page.hasNext(), placed, List.of());
  }

  /** A page that does not say when its items were added, and by whom. */
  static ItemPage withoutFacts(ItemPage page) {
    return withItems(
        page,
        page.total(),
        page.items().stream()
            .map(item -> new PlaylistItem(item.position(), item.track(), null, null))
            .toList());
  }
}
