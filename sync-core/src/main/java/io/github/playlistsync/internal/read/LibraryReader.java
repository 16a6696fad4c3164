package io.github.playlistsync.internal.read;

import io.github.playlistsync.error.IncompleteReadException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a user's list of playlists. A list that is not complete still says which playlists there
 * are, but never which there are not.
 */
public final class LibraryReader {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MAX_PAGES = 1_000;

  private final SpotifyCatalog catalog;
  private final Parallel fanout;
  private final RunContext run;

  public LibraryReader(EngineParts parts, RunContext run) {
    this.catalog = parts.catalog();
    this.fanout = parts.fanout();
    this.run = run;
  }

  /**
   * A user's list.
   *
   * @param entries each playlist once, in order
   * @param gap what could not be read; null if every entry was
   * @param unnamed how many entries Spotify left empty. Any stored playlist may be behind one
   * @param problems what was odd
   */
  public record RemoteLibrary(
      List<Listed> entries, @Nullable String gap, int unnamed, List<String> problems) {
    /** Whether a playlist that is not among the entries is not in the list. */
    public boolean tellsWhatIsGone() {
      return gap == null && unnamed == 0;
    }

    public Set<PlaylistId> ids() {
      Set<PlaylistId> ids = new HashSet<>();
      entries.forEach(listed -> ids.add(listed.entry().playlist().id()));
      return ids;
    }
  }

  /** A playlist and its place in the list. */
  public record Listed(int position, LibraryPage.Entry entry) {}

  /**
   * Reads the list, again where it changes meanwhile.
   *
   * @throws io.github.playlistsync.error.SyncException if not even its first page can be read
   */
  public RemoteLibrary read() {
    for (int attempt = 1; ; attempt++) {
      RemoteLibrary library = readOnce();
      if (library.gap() == null || attempt >= run.settings().readAttempts()) {
        return library;
      }
      run.pause(PAUSE.multipliedBy(attempt), "reading the list again: it was not complete");
    }
  }

  private RemoteLibrary readOnce() {
    List<LibraryPage> pages = new ArrayList<>();
    LibraryPage first = catalog.library(run, 0);
    pages.add(first);
    String gap = null;
    try {
      if (first.total() == null) {
        readWhileThereIsMore(pages);
      } else {
        List<Integer> offsets = new ArrayList<>();
        for (int next = first.entries().size(); next < first.total() && step(first) > 0; ) {
          offsets.add(next);
          next += step(first);
        }
        pages.addAll(
            fanout.map(
                offsets, run.settings().pagesAtOnce(), offset -> catalog.library(run, offset)));
      }
      requireComplete(pages);
    } catch (SpotifyUnavailableException | IncompleteReadException e) {
      gap = e.getMessage();
    }
    return library(pages, gap);
  }

  private static int step(LibraryPage page) {
    return page.entries().isEmpty()
        ? 0
        : Math.max(1, Math.min(page.limit(), LibraryPage.MAX_LIMIT));
  }

  private void readWhileThereIsMore(List<LibraryPage> pages) {
    LibraryPage last = pages.get(0);
    int read = last.entries().size();
    while (last.hasNext() && !last.entries().isEmpty() && pages.size() < MAX_PAGES) {
      run.checkCanceled();
      last = catalog.library(run, read);
      pages.add(last);
      read += last.entries().size();
    }
  }

  private static void requireComplete(List<LibraryPage> pages) {
    int entries = pages.stream().mapToInt(page -> page.entries().size()).sum();
    Integer total = pages.get(0).total();
    for (LibraryPage page : pages) {
      if (total != null && page.total() != null && !total.equals(page.total())) {
        throw new IncompleteReadException(
            "the list went from %d to %d entries while it was read".formatted(total, page.total()));
      }
    }
    if (total != null && total != entries) {
      throw new IncompleteReadException(
          "Spotify announced %d entries of the list and sent %d".formatted(total, entries));
    }
    Set<PlaylistId> seen = new HashSet<>();
    for (LibraryPage page : pages) {
      for (LibraryPage.Entry entry : page.entries()) {
        if (entry != null && !seen.add(entry.playlist().id())) {
          throw new IncompleteReadException(
              "the list has " + entry.playlist().id() + " twice: it changed while it was read");
        }
      }
    }
  }

  private static RemoteLibrary library(List<LibraryPage> pages, @Nullable String gap) {
    List<String> problems = new ArrayList<>();
    TreeMap<Integer, LibraryPage.Entry> places = new TreeMap<>();
    int unnamed = 0;
    for (LibraryPage page : pages) {
      problems.addAll(page.problems());
      for (int i = 0; i < page.entries().size(); i++) {
        LibraryPage.Entry entry = page.entries().get(i);
        if (entry == null) {
          unnamed++;
        } else {
          places.putIfAbsent(page.offset() + i, entry);
        }
      }
    }
    Set<PlaylistId> seen = new HashSet<>();
    List<Listed> entries = new ArrayList<>();
    places.forEach(
        (position, entry) -> {
          if (seen.add(entry.playlist().id())) {
            entries.add(new Listed(position, entry));
          }
        });
    return new RemoteLibrary(entries, gap, unnamed, problems);
  }
}
