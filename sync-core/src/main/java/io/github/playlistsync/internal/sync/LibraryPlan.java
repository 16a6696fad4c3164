package io.github.playlistsync.internal.sync;

import io.github.playlistsync.internal.read.LibraryReader;
import io.github.playlistsync.internal.read.LibraryReader.Listed;
import io.github.playlistsync.internal.read.LibraryReader.RemoteLibrary;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a user's list asks for, compared with what is kept.
 *
 * @param user whose list
 * @param remote the list as it was read
 * @param library the user's entries as they were kept
 * @param targets the playlists to sync, in the order of the list
 * @param lastSync when the list was last read as a whole before; empty if it never was
 */
record LibraryPlan(
    UserId user,
    RemoteLibrary remote,
    Map<PlaylistId, LibraryEntry> library,
    List<PlannedPlaylist> targets,
    Optional<Instant> lastSync) {

  /**
   * Playlists that are no longer in the list.
   *
   * @param gone those that were in it before
   * @param problems why none is believed to be gone although some seem to be
   */
  record Departures(List<PlaylistId> gone, List<String> problems) {}

  static LibraryPlan make(EngineParts parts, RunContext run) {
    RemoteLibrary remote = new LibraryReader(parts, run).read();
    Map<PlaylistId, StoredPlaylist> stored = parts.store().find(remote.ids());
    Map<PlaylistId, LibraryEntry> library = libraryOf(parts.store(), run.user());
    List<PlannedPlaylist> targets = new ArrayList<>();
    LibraryRules rules = parts.rules().apply(run.user());
    for (Listed listed : remote.entries()) {
      PlaylistId id = listed.entry().playlist().id();
      if (!rules.chooses(listed.entry().playlist(), run.user())) {
        continue;
      }
      targets.add(
          new PlannedPlaylist(
              id,
              run.user(),
              listed.entry(),
              listed.position(),
              stored.get(id),
              library.get(id),
              false));
    }
    if (rules.likedSongs()) {
      targets.add(target(PlaylistId.likedSongs(run.user()), parts.store(), run.user()));
    }
    return new LibraryPlan(
        run.user(),
        remote,
        library,
        audits(parts, run).choose(targets),
        parts.store().lastSync(run.user()));
  }

  /** A plan for one playlist, without the list. */
  static PlannedPlaylist single(PlaylistId id, EngineParts parts, RunContext run) {
    PlannedPlaylist target = target(id, parts.store(), run.user());
    return audits(parts, run).choose(List.of(target)).get(0);
  }

  private static PlannedPlaylist target(PlaylistId id, PlaylistStore store, UserId user) {
    StoredPlaylist stored = store.find(Set.of(id)).get(id);
    return new PlannedPlaylist(id, user, null, null, stored, libraryOf(store, user).get(id), false);
  }

  private static Audits audits(EngineParts parts, RunContext run) {
    return new Audits(run.settings().audit(), parts.store(), run.now());
  }

  private static Map<PlaylistId, LibraryEntry> libraryOf(PlaylistStore store, UserId user) {
    Map<PlaylistId, LibraryEntry> library = new LinkedHashMap<>();
    store.library(user).forEach(entry -> library.put(entry.playlist(), entry));
    return library;
  }

  /** Whether every entry of the list could be read. */
  boolean isComplete() {
    return remote.gap() == null;
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (remote.gap() != null) {
      problems.add("the list is not complete, so no playlist counts as gone: " + remote.gap());
    }
    if (remote.unnamed() > 0) {
      problems.add(
          "Spotify left %d entries of the list empty, so no playlist counts as gone"
              .formatted(remote.unnamed()));
    }
    problems.addAll(remote.problems());
    return problems;
  }

  /** Playlists that were gone and are in the list again. */
  List<PlaylistId> back() {
    return targets.stream()
        .filter(target -> target.entry() != null && target.entry().goneSince() != null)
        .map(PlannedPlaylist::id)
        .toList();
  }

  /** The playlists that are gone; where they are suspiciously many, once a second list agrees. */
  Departures departures(EngineParts parts, RunContext run) {
    if (!remote.tellsWhatIsGone()) {
      return new Departures(List.of(), List.of());
    }
    List<PlaylistId> listedBefore =
        library.values().stream()
            .filter(LibraryEntry::isListed)
            .map(LibraryEntry::playlist)
            .toList();
    List<PlaylistId> missing = missing(listedBefore, remote);
    RemovalGuard guard = run.settings().removalGuard();
    if (!guard.holdsPlaylists(missing.size(), listedBefore.size())) {
      return new Departures(missing, List.of());
    }
    run.pause(guard.pause(), "reading the list again: many playlists are missing");
    RemoteLibrary again = new LibraryReader(parts, run).read();
    if (again.tellsWhatIsGone() && missing(listedBefore, again).equals(missing)) {
      return new Departures(missing, List.of());
    }
    return new Departures(
        List.of(),
        List.of(
            "%d of %d playlists were missing from the list once and not the second time; none"
                    .formatted(missing.size(), listedBefore.size())
                + " counts as gone"));
  }

  private static List<PlaylistId> missing(List<PlaylistId> before, RemoteLibrary list) {
    Set<PlaylistId> ids = list.ids();
    return before.stream().filter(id -> !ids.contains(id)).toList();
  }

  /** What changes in the library beside what was written with the playlists. */
  LibraryChange change(List<PlaylistResult> results, Departures departures, Instant now) {
    List<LibraryEntry> entries = new ArrayList<>(unwritten(results));
    for (PlaylistId id : departures.gone()) {
      entries.add(Objects.requireNonNull(library.get(id), "entry").goneAt(now));
    }
    return new LibraryChange(user, entries, isComplete() ? now : null);
  }

  /** The entries that differ from what is kept and were not written with their playlist. */
  static List<LibraryEntry> unwritten(List<PlaylistResult> results) {
    List<LibraryEntry> entries = new ArrayList<>();
    for (PlaylistResult result : results) {
      LibraryEntry entry = result.entry();
      if (entry != null && !result.entryWritten() && !entry.equals(result.target().entry())) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
