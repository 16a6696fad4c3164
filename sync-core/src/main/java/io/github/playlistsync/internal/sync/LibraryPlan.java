package io.github.playlistsync.internal.sync;

import static io.github.playlistsync.model.Problem.Code.ANSWER_ODD;
import static io.github.playlistsync.model.Problem.Code.HELD_DEPARTURE;
import static io.github.playlistsync.model.Problem.Code.LIST_INCOMPLETE;

import io.github.playlistsync.internal.read.LibraryReader;
import io.github.playlistsync.internal.read.LibraryReader.Listed;
import io.github.playlistsync.internal.read.LibraryReader.RemoteLibrary;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user's list requires, compared with what is stored.
 *
 * @param user whose list
 * @param remote the list as it was read
 * @param library the user's entries as they were stored
 * @param playlists the playlists to sync, in the order of the list
 * @param hiddenBefore how many entries the list is known to hide: those that are none of the stored
 *     playlists, and the stored ones that it hides
 * @param lastSync when a list was last dealt with, before this run; empty if never
 */
record LibraryPlan(
    UserId user,
    RemoteLibrary remote,
    Map<PlaylistId, LibraryEntry> library,
    List<PlannedPlaylist> playlists,
    int hiddenBefore,
    Optional<Instant> lastSync) {

  /**
   * Plans a run of the whole library. Loads what is stored before it reads the list: an entry that
   * another run adds meanwhile must not look as if it had left the list.
   */
  static LibraryPlan make(EngineParts parts, RunContext run) {
    Map<PlaylistId, LibraryEntry> library = libraryOf(parts.store(), run.user());
    Optional<Instant> lastSync = parts.store().lastSync(run.user());
    int hiddenBefore = parts.store().user(run.user()).hiddenPlaylists();
    RemoteLibrary remote = new LibraryReader(parts, run).read(hiddenBefore);
    List<LibraryEntry> hidden = hiddenBy(remote, library);
    Map<PlaylistId, StoredPlaylist> stored = parts.store().find(idsOf(remote, hidden));
    List<PlannedPlaylist> playlists = new ArrayList<>();
    LibraryRules rules = parts.rules().apply(run.user());
    for (Listed listed : remote.entries()) {
      PlaylistId id = listed.entry().playlist().id();
      if (rules.chooses(listed.entry().playlist(), run.user())) {
        playlists.add(
            new PlannedPlaylist(
                id,
                run.user(),
                listed.entry(),
                listed.position(),
                stored.get(id),
                library.get(id),
                Need.READ));
      }
    }
    for (LibraryEntry entry : hidden) {
      PlaylistId id = entry.playlist();
      StoredPlaylist known = stored.get(id);
      if (known != null && rules.chooses(known.playlist(), run.user())) {
        // Only the playlist itself says whether it changed.
        playlists.add(new PlannedPlaylist(id, run.user(), null, null, known, entry, Need.READ));
      }
    }
    if (rules.likedSongs()) {
      playlists.add(planned(PlaylistId.likedSongs(run.user()), parts.store(), run.user()));
    }
    return new LibraryPlan(
        run.user(),
        remote,
        library,
        needs(parts, run, lastSync).decide(playlists),
        hiddenBefore,
        lastSync);
  }

  /** What a list counts and does not name, as far as is known. */
  private static List<LibraryEntry> hiddenBy(
      RemoteLibrary list, Map<PlaylistId, LibraryEntry> library) {
    Set<PlaylistId> named = list.ids();
    return library.values().stream()
        .filter(entry -> list.hidden() > 0 && entry.isHidden())
        .filter(entry -> !named.contains(entry.playlist()))
        .toList();
  }

  private static Set<PlaylistId> idsOf(RemoteLibrary list, List<LibraryEntry> hidden) {
    Set<PlaylistId> ids = new LinkedHashSet<>(list.ids());
    hidden.forEach(entry -> ids.add(entry.playlist()));
    return ids;
  }

  /** Plans a run of one playlist, without the list. */
  static PlannedPlaylist single(PlaylistId id, EngineParts parts, RunContext run) {
    PlannedPlaylist planned = planned(id, parts.store(), run.user());
    return needs(parts, run, Optional.empty()).decide(List.of(planned)).get(0);
  }

  private static PlannedPlaylist planned(PlaylistId id, PlaylistStore store, UserId user) {
    StoredPlaylist stored = store.find(Set.of(id)).get(id);
    LibraryEntry entry = store.entry(user, id).orElse(null);
    return new PlannedPlaylist(id, user, null, null, stored, entry, Need.READ);
  }

  private static Needs needs(EngineParts parts, RunContext run, Optional<Instant> lastSync) {
    return new Needs(run.settings().audit(), parts.store(), run.now(), lastSync);
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

  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (remote.gap() != null) {
      problems.add(
          Problem.of(
              LIST_INCOMPLETE,
              "the list is not complete, so no playlist counts as gone: " + remote.gap()));
    } else if (remote.hidden() > 0) {
      String hidden =
          "%d entries of the list name no playlist".formatted(remote.hidden())
              + (remote.oddity() == null ? "" : " (" + remote.oddity() + ")");
      Set<PlaylistId> before = hiddenIn(remote);
      problems.add(
          provesWhatIsGone(remote)
              ? Problem.of(
                  ANSWER_ODD, before.isEmpty() ? hidden : hidden + "; among them are " + before)
              : Problem.of(
                  HELD_DEPARTURE,
                  hidden + "; they may be %s, which do not count as gone".formatted(missing())));
    }
    problems.addAll(remote.problems());
    return problems;
  }

  /**
   * Stored playlists that were in the list and are not in this one, but for those that it hides. If
   * it hides nothing, it does not hide those either.
   */
  Set<PlaylistId> missing() {
    Set<PlaylistId> missing = absent(remote);
    missing.removeAll(hiddenIn(remote));
    return missing;
  }

  /** Stored playlists that a list does not name, and is known to hide. */
  Set<PlaylistId> hiddenIn(RemoteLibrary list) {
    Set<PlaylistId> hidden = list.hidden() == 0 ? new LinkedHashSet<>() : absent(list);
    hidden.removeIf(id -> !Objects.requireNonNull(library.get(id), "entry").isHidden());
    return hidden;
  }

  private Set<PlaylistId> absent(RemoteLibrary list) {
    Set<PlaylistId> absent = new LinkedHashSet<>();
    library.values().stream().filter(LibraryEntry::isListed).forEach(e -> absent.add(e.playlist()));
    absent.removeAll(list.ids());
    return absent;
  }

  /** How many more entries a list hides than it is known to. */
  private int newlyHidden(RemoteLibrary list) {
    long shown =
        library.values().stream().filter(LibraryEntry::isHidden).count() - hiddenIn(list).size();
    return list.hidden() - Math.max(0, hiddenBefore - (int) shown);
  }

  /**
   * Whether a stored playlist that a list lacks has left it. It has not, for all we know, if the
   * list is not complete or hides more entries than it is known to.
   */
  boolean provesWhatIsGone(RemoteLibrary list) {
    return list.gap() == null && (newlyHidden(list) <= 0 || missing().isEmpty());
  }

  /** Whether a list hides so many more entries that each that it lacks may be one of them. */
  boolean mayHideWhatIsMissing(RemoteLibrary list) {
    return list.gap() == null && missing().size() <= newlyHidden(list);
  }

  /** Playlists that were gone and are in the list again, chosen by the rules or not. */
  List<PlaylistId> back() {
    return remote.entries().stream()
        .map(listed -> listed.entry().playlist().id())
        .filter(id -> library.containsKey(id) && library.get(id).goneSince() != null)
        .toList();
  }

  /** The playlists that are gone, once a second list agrees. */
  Departures departures(EngineParts parts, RunContext run) {
    return Departures.of(this, parts, run);
  }

  /**
   * What changes in the library apart from what was written with the playlists.
   *
   * @param syncedAt when the run began, if its list is dealt with. Null if it is not: it is not
   *     complete, the run ended early, every playlist failed, or none is done yet
   */
  LibraryChange change(
      PlaylistStore store,
      List<PlaylistResult> results,
      Departures departures,
      Instant now,
      @Nullable Instant syncedAt) {
    Map<PlaylistId, LibraryEntry> entries = new LinkedHashMap<>();
    for (Listed listed : remote.entries()) {
      LibraryEntry entry = library.get(listed.entry().playlist().id());
      if (entry != null && (entry.goneSince() != null || entry.hiddenSince() != null)) {
        entries.put(entry.playlist(), entry.listedAgainAt(listed.position()));
      }
    }
    unwritten(results).forEach(entry -> entries.put(entry.playlist(), entry));
    for (PlaylistId id : departures.gone()) {
      // Not now: what others stored while this run went on is nothing that its user has seen.
      entries.put(id, Objects.requireNonNull(library.get(id), "entry").goneAt(remote.begun()));
    }
    for (PlaylistId id : departures.hiding()) {
      entries.put(id, Objects.requireNonNull(library.get(id), "entry").hiddenAt(now));
    }
    keepFoundAccess(store, entries, results);
    results.stream()
        .filter(PlaylistResult::entryWritten)
        .forEach(result -> entries.remove(result.planned().id()));
    Integer hidden = departures.hidden();
    if (hidden != null && hidden == hiddenBefore) {
      hidden = null;
    }
    LibraryChange.Read read =
        syncedAt == null && hidden == null ? null : new LibraryChange.Read(syncedAt, hidden);
    return new LibraryChange(user, List.copyOf(entries.values()), read);
  }

  /**
   * A playlist that the list settled, or that it lacks, or that was held or failed, says nothing of
   * the access, which another run may have found since the library was loaded. It is what an entry
   * keeps when it is gone: what its user may read of the time before, and whether it must be asked
   * for if it comes back.
   */
  private void keepFoundAccess(
      PlaylistStore store, Map<PlaylistId, LibraryEntry> entries, List<PlaylistResult> results) {
    Set<PlaylistId> unknown = new HashSet<>(entries.keySet());
    results.stream()
        .filter(PlaylistResult::showsAccess)
        .forEach(result -> unknown.remove(result.planned().id()));
    if (unknown.isEmpty()) {
      return;
    }
    Map<PlaylistId, LibraryEntry> current = libraryOf(store, user);
    for (PlaylistId id : unknown) {
      LibraryEntry found = current.get(id);
      if (found != null && !found.equals(library.get(id))) {
        entries.computeIfPresent(id, (key, entry) -> entry.withAccessOf(found));
      }
    }
  }

  /** The entries that differ from what is kept and were not written with their playlist. */
  static List<LibraryEntry> unwritten(List<PlaylistResult> results) {
    return results.stream()
        .filter(result -> !result.entryWritten())
        .flatMap(result -> Stream.ofNullable(result.planned().toWrite(result.entry())))
        .toList();
  }
}
