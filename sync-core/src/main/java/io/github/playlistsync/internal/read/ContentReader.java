package io.github.playlistsync.internal.read;

import io.github.playlistsync.error.IncompleteReadException;
import io.github.playlistsync.error.PlaylistTooLargeException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a playlist completely or not at all: every announced position, between two equal snapshots.
 * A playlist that fits into the first answer needs no second snapshot, since one answer is one
 * moment, unless it lacks items that nothing else says are gone. {@link RemoteContent.Evidence}
 * says if nothing binds the pages together.
 */
public final class ContentReader {
  private static final Logger log = LoggerFactory.getLogger(ContentReader.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final SpotifyCatalog catalog;
  private final Parallel parallel;
  private final RunContext run;
  private final Checkpoints checkpoints;

  public ContentReader(EngineParts parts, RunContext run) {
    this.catalog = parts.catalog();
    this.parallel = parts.parallel();
    this.run = run;
    this.checkpoints = new Checkpoints(parts.store(), run);
  }

  /**
   * Deletes the pages of a read that is written, or in doubt. Leaves them where the run must end:
   * what was written is to be reported first.
   */
  public void finished(RemoteContent content) {
    if (!content.kept()) {
      return;
    }
    try {
      checkpoints.drop(content.playlist().id());
    } catch (SyncInterruptedException stopped) {
      log.debug("The checkpoints of {} stay: {}", content.playlist().id(), stopped.getMessage());
    }
  }

  /**
   * Reads the items that {@code head} begins. Starts over if a read is incomplete: the playlist
   * changed meanwhile, or Spotify sent less than it announced. The caller decides what a complete
   * read is worth.
   *
   * @param head the playlist's first answer, whose contents are not withheld
   * @param fresh whether every page must come from Spotify now, none from an earlier read
   * @param expected how many items nothing but this read would take away; a single answer with
   *     fewer, or after which more follows, is checked by another call, as several pages always are
   * @param itemsRead hears how many items were read so far; fewer when a read starts over
   * @throws IncompleteReadException if no attempt was complete; a {@link PlaylistTooLargeException}
   *     if the last one met too many items
   */
  public RemoteContent read(
      RemotePlaylist head, boolean fresh, int expected, IntConsumer itemsRead) {
    PlaylistId playlist = head.playlist().id();
    RemotePlaylist current = head;
    if (fresh) {
      checkpoints.drop(playlist);
    }
    for (int attempt = 1; ; attempt++) {
      IncompleteReadException incomplete;
      try {
        return readOnce(current, fresh || attempt > 1, expected, itemsRead);
      } catch (IncompleteReadException e) {
        incomplete = e;
      }
      // Whichever page was wrong, the next attempt must not meet it again.
      checkpoints.drop(playlist);
      if (attempt >= run.settings().readAttempts()) {
        throw incomplete instanceof PlaylistTooLargeException
            ? incomplete
            : new IncompleteReadException(
                incomplete.getMessage() + "; read " + attempt + " times", incomplete);
      }
      run.pause(
          PAUSE.multipliedBy(attempt), "reading the playlist again: " + incomplete.getMessage());
      current = catalog.playlist(run, playlist);
    }
  }

  private RemoteContent readOnce(
      RemotePlaylist head, boolean fresh, int expected, IntConsumer itemsRead) {
    ItemPage first = head.firstItems();
    if (first == null) {
      throw new IncompleteReadException("Spotify withheld the items while they were read");
    }
    requireOffset(first, 0);
    requireRoom(first.total());
    List<ItemPage> pages = new ArrayList<>();
    pages.add(first);
    itemsRead.accept(first.items().size());
    Integer total = first.total();
    Checkpoints.Pages kept =
        checkpoints.begin(head.playlist(), head.snapshot(), total == null ? 0 : total, fresh);
    if (total == null) {
      readWhileThereIsMore(head, pages, itemsRead);
    } else {
      PageChecks.requireFull(first, total);
      readUpTo(total, head, pages, kept, itemsRead);
    }
    List<PlaylistItem> items = pages.stream().flatMap(page -> page.items().stream()).toList();
    int remoteTotal = total == null ? items.size() : total;
    if (items.size() != remoteTotal) {
      throw new IncompleteReadException(
          "Spotify announced %d items and sent %d".formatted(remoteTotal, items.size()));
    }
    // A total that is too low by what would be the next page shows in nothing but this.
    boolean ends = total == null || !pages.get(pages.size() - 1).hasNext();
    boolean steady =
        (pages.size() == 1 && items.size() >= expected && ends)
            || isUnchanged(head, total, catalog.probe(run, head.playlist().id()));
    boolean unsteady = pages.size() > 1 && !steady;
    return new RemoteContent(
        head.playlist(),
        head.missing(),
        unsteady ? null : head.snapshot(),
        items,
        remoteTotal,
        PageChecks.problems(head, pages),
        kept.areKept(),
        new RemoteContent.Evidence(
            weakness(head, pages, unsteady),
            PageChecks.lackFacts(head.playlist(), pages),
            false,
            false,
            pages.stream().map(ItemPage::offset).toList()));
  }

  /** One answer is one moment; several are one only if something binds them together. */
  private static @Nullable String weakness(
      RemotePlaylist head, List<ItemPage> pages, boolean unsteady) {
    if (unsteady) {
      return "its snapshot moves with every call";
    }
    if (pages.size() > 1 && head.snapshot() == null) {
      return "Spotify gives no snapshot of it";
    }
    if (PageChecks.lackTracks(pages)) {
      return "one of its pages has no track";
    }
    return PageChecks.repeat(pages) ? "its pages repeat each other" : null;
  }

  /** Bounds the calls and the memory of a read, whatever total Spotify announces. */
  private void requireRoom(@Nullable Integer items) {
    int most = run.settings().maxItems();
    if (items != null && items > most) {
      throw new PlaylistTooLargeException(
          "Spotify announced %d items; the settings allow %d (SyncSettings.maxItems)"
              .formatted(items, most));
    }
  }

  private void readUpTo(
      int total,
      RemotePlaylist head,
      List<ItemPage> pages,
      Checkpoints.Pages kept,
      IntConsumer itemsRead) {
    List<Integer> offsets = new ArrayList<>();
    for (int offset = pages.get(0).items().size(); offset < total; offset += ItemPage.MAX_LIMIT) {
      offsets.add(offset);
    }
    Progressing progressing = new Progressing(pages.get(0).items().size(), itemsRead);
    parallel
        .map(
            offsets,
            run.settings().pagesAtOnce(),
            offset -> {
              List<ItemPage> stretch = readStretch(head, offset, total, kept);
              progressing.add(stretch.stream().mapToInt(page -> page.items().size()).sum());
              return stretch;
            })
        .forEach(pages::addAll);
  }

  /** One page, or several if Spotify gives fewer items per page than it was asked for. */
  private List<ItemPage> readStretch(
      RemotePlaylist head, int start, int total, Checkpoints.Pages kept) {
    int end = Math.min(start + ItemPage.MAX_LIMIT, total);
    List<ItemPage> stretch = new ArrayList<>();
    for (int offset = start; offset < end; ) {
      ItemPage page = kept.get(offset);
      boolean fresh = page == null;
      if (page == null) {
        run.checkBeforePage();
        page = readPage(head, offset, stretch.isEmpty() ? ItemPage.MAX_LIMIT : end - offset);
      }
      if (page.total() != null && page.total() != total) {
        throw new IncompleteReadException(
            "the number of items went from %d to %d while they were read"
                .formatted(total, page.total()));
      }
      PageChecks.requireFull(page, total);
      if (fresh) {
        kept.save(page);
      }
      stretch.add(page);
      offset += page.items().size();
    }
    return stretch;
  }

  private void readWhileThereIsMore(
      RemotePlaylist head, List<ItemPage> pages, IntConsumer itemsRead) {
    ItemPage last = pages.get(0);
    int read = last.items().size();
    while (last.hasNext() && !last.items().isEmpty()) {
      requireRoom(read + 1);
      run.checkBeforePage();
      ItemPage before = last;
      last = readPage(head, read, ItemPage.MAX_LIMIT);
      if (PageChecks.haveSameItems(before, last)) {
        throw new IncompleteReadException("Spotify sends the same items again and again");
      }
      pages.add(last);
      read += last.items().size();
      itemsRead.accept(read);
    }
  }

  private ItemPage readPage(RemotePlaylist head, int offset, int limit) {
    ItemPage page = catalog.items(run, head.playlist().id(), head.source(), offset, limit);
    requireOffset(page, offset);
    return page;
  }

  private static void requireOffset(ItemPage page, int offset) {
    if (page.offset() != offset) {
      throw new IncompleteReadException(
          "Spotify was asked for items from %d and sent those from %d"
              .formatted(offset, page.offset()));
    }
  }

  /**
   * Whether a read ended at the snapshot at which it began. If not, the playlist was edited, unless
   * it is one of Spotify's own, whose snapshot may move with every call.
   */
  private static boolean isUnchanged(
      RemotePlaylist head, @Nullable Integer total, SnapshotProbe ended) {
    SnapshotId begun = head.snapshot();
    SnapshotId now = ended.snapshot();
    boolean same = begun == null ? now == null : now != null && begun.matches(now);
    if (!same && !head.playlist().isSpotifys()) {
      throw new IncompleteReadException("the playlist was edited while it was read");
    }
    if (total != null && ended.total() != null && !total.equals(ended.total())) {
      throw new IncompleteReadException(
          "the number of items went from %d to %d while they were read"
              .formatted(total, ended.total()));
    }
    return same;
  }

  /** Adds up what parallel threads have read. */
  private static final class Progressing {
    private final IntConsumer itemsRead;
    private int sum;

    Progressing(int begun, IntConsumer itemsRead) {
      this.sum = begun;
      this.itemsRead = itemsRead;
    }

    synchronized void add(int items) {
      sum += items;
      itemsRead.accept(sum);
    }
  }
}
