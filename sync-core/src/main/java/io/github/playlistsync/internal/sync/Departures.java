package io.github.playlistsync.internal.sync;

import static io.github.playlistsync.model.Problem.Code.HELD_DEPARTURE;
import static io.github.playlistsync.model.Problem.Code.SCOPE_MISSING;

import io.github.playlistsync.internal.read.LibraryReader;
import io.github.playlistsync.internal.read.LibraryReader.RemoteLibrary;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The playlists that left a user's list. One list without them proves nothing, since Spotify now
 * and then sends only part of a list, or none; a second one, read after a pause, must lack them
 * too. Even two prove nothing if the token may not see such playlists.
 *
 * @param gone the playlists that two lists lack
 * @param hiding the playlists that two lists count and do not name: as many more are hidden as are
 *     missing. So a later list that hides no more proves that others left
 * @param problems why other missing playlists do not count as gone
 * @param hidden how many entries the list is known to hide now; null if that is not proved
 */
record Departures(
    List<PlaylistId> gone,
    List<PlaylistId> hiding,
    List<Problem> problems,
    @Nullable Integer hidden) {

  /** The list does not prove what is missing. */
  static final Departures NONE = new Departures(List.of(), List.of(), List.of(), null);

  /** Playlists that a token sees only with a certain scope. */
  private record Kind(String name, String scope, Predicate<Playlist> includes) {}

  /**
   * Compares a list with the library that was loaded before it. Reads the list once more if
   * something is missing.
   *
   * @throws io.github.playlistsync.error.SyncException if the second list cannot be read at all
   */
  static Departures of(LibraryPlan plan, EngineParts parts, RunContext run) {
    Set<PlaylistId> missing = plan.missing();
    int hidden = plan.remote().hidden();
    boolean proves = plan.provesWhatIsGone(plan.remote());
    if (!proves && !plan.mayHideWhatIsMissing(plan.remote())) {
      return NONE;
    }
    if (missing.isEmpty()) {
      return new Departures(List.of(), List.of(), List.of(), hidden);
    }
    run.pause(
        run.settings().removalGuard().listPause(),
        "reading the list again: playlists are missing from it");
    RemoteLibrary again = new LibraryReader(parts, run).read(plan.hiddenBefore());
    if (!proves) {
      boolean same = again.gap() == null && again.hidden() == hidden;
      return same && Collections.disjoint(again.ids(), missing)
          ? new Departures(List.of(), List.copyOf(missing), List.of(), hidden)
          : NONE;
    }
    Set<PlaylistId> gone = new LinkedHashSet<>(missing);
    if (plan.provesWhatIsGone(again)) {
      gone.removeAll(again.ids());
      gone.removeAll(plan.hiddenIn(again));
    } else {
      gone.clear();
    }
    boolean agree = gone.size() == missing.size();
    List<Problem> problems = new ArrayList<>();
    if (!agree) {
      problems.add(
          Problem.of(
              HELD_DEPARTURE,
              "%d of %d playlists were missing from one list but not from a complete second one;"
                      .formatted(missing.size() - gone.size(), missing.size())
                  + " they do not count as gone"));
    }
    if (!gone.isEmpty()) {
      keepUnseen(gone, plan, again, parts, problems);
    }
    return new Departures(
        List.copyOf(gone), List.of(), problems, agree && again.hidden() == hidden ? hidden : null);
  }

  /**
   * Removes from {@code gone} what the token may not see: playlists of a kind of which it shows
   * none, unless its scopes are known.
   */
  private static void keepUnseen(
      Set<PlaylistId> gone,
      LibraryPlan plan,
      RemoteLibrary list,
      EngineParts parts,
      List<Problem> problems) {
    Optional<Set<String>> scopes = parts.expiry().scopes(plan.user());
    List<Playlist> left = new ArrayList<>();
    for (StoredPlaylist stored : parts.store().find(gone).values()) {
      LibraryEntry entry = Objects.requireNonNull(plan.library().get(stored.id()), "entry");
      left.add(stored.playlist().withVisibility(entry.visibility()));
    }
    for (Kind kind : kinds(plan.user())) {
      List<PlaylistId> lost = left.stream().filter(kind.includes()).map(Playlist::id).toList();
      boolean sees =
          scopes.isPresent()
              ? scopes.get().contains(kind.scope())
              : list.entries().stream().anyMatch(l -> kind.includes().test(l.entry().playlist()));
      if (lost.isEmpty() || sees) {
        continue;
      }
      lost.forEach(gone::remove);
      problems.add(
          Problem.of(
              SCOPE_MISSING,
              "%d %s playlists are missing from the list, as for a token without the scope %s; they do"
                      .formatted(lost.size(), kind.name(), kind.scope())
                  + " not count as gone. Check the scopes of the token"
                  + (scopes.isPresent()
                      ? ""
                      : "; if it has this one, they count as gone once the list shows another such"
                          + " playlist")));
    }
  }

  private static List<Kind> kinds(UserId user) {
    Predicate<Playlist> isPrivate = playlist -> playlist.visibility() == Visibility.PRIVATE;
    Predicate<Playlist> isOwn = playlist -> playlist.isOwnedBy(user);
    return List.of(
        new Kind("private", "playlist-read-private", isPrivate.and(isOwn)),
        new Kind("followed private", "playlist-read-private", isPrivate.and(isOwn.negate())),
        new Kind("collaborative", "playlist-read-collaborative", Playlist::collaborative));
  }
}
