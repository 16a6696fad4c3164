package io.github.playlistsync.internal.sync;

import static io.github.playlistsync.model.Problem.Code.HELD_DEPARTURE;
import static io.github.playlistsync.model.Problem.Code.SCOPE_MISSING;

import io.github.playlistsync.internal.read.LibraryReader;
import io.github.playlistsync.internal.read.LibraryReader.RemoteLibrary;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The playlists that left a user's list. One list without them proves nothing, since Spotify now
 * and then sends only part of a list, or none; a second one, read after a pause, must lack them
 * too. Even two prove nothing if the token may not see such playlists.
 *
 * @param gone the playlists that two lists lack
 * @param problems why other missing playlists do not count as gone
 */
record Departures(List<PlaylistId> gone, List<Problem> problems) {

  /** Nothing is missing, or the list does not prove what is. */
  static final Departures NONE = new Departures(List.of(), List.of());

  /** Playlists that a token sees only with a certain scope. */
  private record Scoped(String name, String scope, Set<PlaylistId> playlists) {}

  /**
   * Compares a list with the library that was loaded before it. Reads the list once more if
   * something is missing.
   *
   * @throws io.github.playlistsync.error.SyncException if the second list cannot be read at all
   */
  static Departures of(
      Map<PlaylistId, LibraryEntry> library,
      RemoteLibrary list,
      EngineParts parts,
      RunContext run) {
    List<LibraryEntry> before = library.values().stream().filter(LibraryEntry::isListed).toList();
    Set<PlaylistId> missing = ids(before, entry -> true);
    missing.removeAll(list.ids());
    if (missing.isEmpty() || !list.provesWhatIsGone()) {
      return NONE;
    }
    run.pause(
        run.settings().removalGuard().listPause(),
        "reading the list again: playlists are missing from it");
    RemoteLibrary again = new LibraryReader(parts, run).read();
    Set<PlaylistId> gone = new LinkedHashSet<>(missing);
    if (again.provesWhatIsGone()) {
      gone.removeAll(again.ids());
    } else {
      gone.clear();
    }
    List<Problem> problems = new ArrayList<>();
    if (gone.size() < missing.size()) {
      problems.add(
          Problem.of(
              HELD_DEPARTURE,
              "%d of %d playlists were missing from one list but not from a complete second one; they do not count"
                      .formatted(missing.size() - gone.size(), before.size())
                  + " as gone"));
    }
    if (!gone.isEmpty()) {
      keepUnseen(gone, scoped(before, parts), parts.expiry().scopes(run.user()), problems);
    }
    return new Departures(List.copyOf(gone), problems);
  }

  /** Removes from {@code gone} what the token may not see. */
  private static void keepUnseen(
      Set<PlaylistId> gone,
      List<Scoped> kinds,
      Optional<Set<String>> scopes,
      List<Problem> problems) {
    for (Scoped kind : kinds) {
      Set<PlaylistId> lost = new LinkedHashSet<>(kind.playlists());
      lost.retainAll(gone);
      boolean allAtOnce = lost.size() == kind.playlists().size();
      if (lost.isEmpty()
          || !scopes.map(granted -> !granted.contains(kind.scope())).orElse(allAtOnce)) {
        continue;
      }
      gone.removeAll(lost);
      problems.add(
          Problem.of(
              SCOPE_MISSING,
              "%d %s playlists are missing from the list, as for a token without the scope %s; they do"
                      .formatted(lost.size(), kind.name(), kind.scope())
                  + " not count as gone. Check the scopes of the token"));
    }
  }

  private static List<Scoped> scoped(List<LibraryEntry> before, EngineParts parts) {
    Map<PlaylistId, StoredPlaylist> stored = parts.store().find(ids(before, entry -> true));
    return List.of(
        new Scoped(
            "private",
            "playlist-read-private",
            ids(before, entry -> entry.visibility() == Visibility.PRIVATE)),
        new Scoped(
            "collaborative",
            "playlist-read-collaborative",
            ids(before, entry -> isCollaborative(stored.get(entry.playlist())))));
  }

  private static boolean isCollaborative(@Nullable StoredPlaylist stored) {
    return stored != null && stored.playlist().collaborative();
  }

  private static Set<PlaylistId> ids(List<LibraryEntry> entries, Predicate<LibraryEntry> chosen) {
    return entries.stream()
        .filter(chosen)
        .map(LibraryEntry::playlist)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
