package io.github.playlistsync.internal.read;

import io.github.playlistsync.error.IncompleteReadException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a user's list of playlists. An incomplete list proves what is in it, never what is missing.
 */
public final class LibraryReader {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Far more playlists than an account can have; above it, Spotify's total or next is wrong. */
  private static final int MAX_ENTRIES = 50_000;

  private final SpotifyCatalog catalog;
  private final Parallel parallel;
  private final RunContext run;

  public LibraryReader(EngineParts parts, RunContext run) {
    this.catalog = parts.catalog();
    this.parallel = parts.parallel();
    this.run = run;
  }

  /**
   * A user's list.
   *
   * @param begun when its read began, so that what left it had done so by its end, if not then
   * @param entries each playlist once, in order
   * @param gap why entries may be missing; null if the list is complete
   * @param oddity what Spotify counts or names wrongly; null for nothing
   * @param hidden how many entries name no playlist of their own: Spotify left them out or empty,
   *     or named another playlist twice. Each may be any stored playlist
   * @param problems what was odd in single entries
   */
  public record RemoteLibrary(
      Instant begun,
      List<Listed> entries,
      @Nullable String gap,
      @Nullable String oddity,
      int hidden,
      List<Problem> problems) {

    /** Whether nothing is odd, or the same as before, so that Spotify sends it so for good. */
    private boolean isComplete(@Nullable RemoteLibrary before) {
      return gap == null
          && (oddity == null
              || (before != null && oddity.equals(before.oddity) && ids().equals(before.ids())));
    }

    private RemoteLibrary incomplete() {
      return new RemoteLibrary(
          begun, entries, gap != null ? gap : oddity, oddity, hidden, problems);
    }

    public Set<PlaylistId> ids() {
      Set<PlaylistId> ids = new HashSet<>();
      entries.forEach(listed -> ids.add(listed.entry().playlist().id()));
      return ids;
    }
  }

  /** A playlist and its position in the list. */
  public record Listed(int position, LibraryPage.Entry entry) {}

  /**
   * Reads the list, again if it looks as if it had changed meanwhile. What looks equally odd the
   * second time, Spotify sends so for good.
   *
   * @param hiddenBefore how many entries hid no stored playlist before; so many that are empty are
   *     not odd
   * @throws io.github.playlistsync.error.SyncException if not even its first page can be read
   */
  public RemoteLibrary read(int hiddenBefore) {
    RemoteLibrary before = null;
    for (int attempt = 1; ; attempt++) {
      Instant begun = run.now();
      RemoteLibrary library = readFrom(begun, catalog.library(run, 0), hiddenBefore);
      if (library.isComplete(before)) {
        return library;
      }
      if (attempt >= run.settings().readAttempts()) {
        return library.incomplete();
      }
      before = library;
      run.pause(PAUSE.multipliedBy(attempt), "reading the list again: it was not complete");
    }
  }

  private RemoteLibrary readFrom(Instant begun, LibraryPage first, int hiddenBefore) {
    List<LibraryPage> pages = new ArrayList<>();
    pages.add(first);
    Integer total = first.total();
    String gap = null;
    try {
      requireOffset(first, 0);
      if (total == null) {
        readWhileThereIsMore(pages);
      } else {
        pages.addAll(
            parallel.map(
                offsets(first, total),
                run.settings().pagesAtOnce(),
                offset -> readPage(offset, total)));
      }
    } catch (SpotifyUnavailableException | IncompleteReadException e) {
      gap = e.getMessage();
    }
    return library(begun, pages, total, gap, hiddenBefore);
  }

  private LibraryPage readPage(int offset) {
    LibraryPage page = catalog.library(run, offset);
    requireOffset(page, offset);
    return page;
  }

  /** A page in the middle of a list; the first that contradicts the first page ends the read. */
  private LibraryPage readPage(int offset, int total) {
    LibraryPage page = readPage(offset);
    requireTotal(page, total);
    if (page.entries().isEmpty()) {
      throw new IncompleteReadException(
          "Spotify announced %d entries of the list and has none from %d on"
              .formatted(total, offset));
    }
    return page;
  }

  private static void requireTotal(LibraryPage page, int total) {
    if (page.total() != null && page.total() != total) {
      throw new IncompleteReadException(
          "the list went from %d to %d entries while it was read".formatted(total, page.total()));
    }
  }

  private static void requireOffset(LibraryPage page, int offset) {
    if (page.offset() != offset) {
      throw new IncompleteReadException(
          "Spotify was asked for the list from %d and sent it from %d"
              .formatted(offset, page.offset()));
    }
  }

  /** The offsets of the pages after the first. */
  private static List<Integer> offsets(LibraryPage first, int total) {
    if (total > MAX_ENTRIES) {
      throw new IncompleteReadException(
          "Spotify announced %d playlists; a list has at most %d".formatted(total, MAX_ENTRIES));
    }
    if (first.entries().size() > first.limit()) {
      throw new IncompleteReadException(
          "Spotify sent %d entries of the list in a page of %d"
              .formatted(first.entries().size(), first.limit()));
    }
    List<Integer> offsets = new ArrayList<>();
    for (int next = step(first); next < total && step(first) > 0; next += step(first)) {
      offsets.add(next);
    }
    return offsets;
  }

  private static int step(LibraryPage page) {
    return page.entries().isEmpty()
        ? 0
        : Math.max(1, Math.min(page.limit(), LibraryPage.MAX_LIMIT));
  }

  private void readWhileThereIsMore(List<LibraryPage> pages) {
    LibraryPage last = pages.get(0);
    int read = last.entries().size();
    while (last.hasNext() && !last.entries().isEmpty()) {
      if (read >= MAX_ENTRIES) {
        throw new IncompleteReadException("Spotify announces more after " + read + " playlists");
      }
      run.checkCanceled();
      last = readPage(read);
      pages.add(last);
      read += last.entries().size();
    }
  }

  private static RemoteLibrary library(
      Instant begun,
      List<LibraryPage> pages,
      @Nullable Integer announced,
      @Nullable String gap,
      int hiddenBefore) {
    List<Problem> problems = new ArrayList<>();
    TreeMap<Integer, LibraryPage.Entry> byPosition = new TreeMap<>();
    int sent = 0;
    for (LibraryPage page : pages) {
      problems.addAll(page.problems());
      sent += page.entries().size();
      for (int i = 0; i < page.entries().size(); i++) {
        LibraryPage.Entry entry = page.entries().get(i);
        if (entry != null) {
          byPosition.putIfAbsent(page.offset() + i, entry);
        }
      }
    }
    Map<PlaylistId, Listed> entries = new LinkedHashMap<>();
    Set<PlaylistId> twice = new TreeSet<>();
    byPosition.forEach(
        (position, entry) -> {
          PlaylistId id = entry.playlist().id();
          if (entries.putIfAbsent(id, new Listed(position, entry)) != null) {
            twice.add(id);
          }
        });
    int total = announced == null ? sent : announced;
    int hidden = Math.max(total, sent) - entries.size();
    String counted = "Spotify announced %d entries of the list and sent %d".formatted(total, sent);
    List<String> oddities = new ArrayList<>();
    if (!twice.isEmpty()) {
      oddities.add("the list has " + twice + " twice");
    }
    if (sent < total) {
      oddities.add(counted);
    }
    if (sent > byPosition.size() && hidden != hiddenBefore) {
      oddities.add("Spotify sent %d of them empty".formatted(sent - byPosition.size()));
    }
    return new RemoteLibrary(
        begun,
        List.copyOf(entries.values()),
        gap == null && sent > total ? counted : gap,
        oddities.isEmpty() ? null : String.join("; ", oddities),
        hidden,
        problems);
  }
}
