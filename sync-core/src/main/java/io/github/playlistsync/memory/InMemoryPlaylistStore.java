package io.github.playlistsync.memory;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PlaylistStore} in the memory of one process, for first steps and for a host's tests. It
 * keeps the whole contract, but its content dies with the process. Every method is atomic and safe
 * for use by several threads.
 */
public final class InMemoryPlaylistStore implements PlaylistStore {
  private static final Comparator<LibraryEntry> LISTED_FIRST =
      Comparator.comparing(LibraryEntry::isListed, Comparator.reverseOrder())
          .thenComparing(entry -> entry.isListed() ? entry.position() : Integer.valueOf(0))
          .thenComparing(LibraryEntry::playlist);

  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private record PageKey(UserId user, PlaylistId playlist, SnapshotId snapshot, int offset) {}

  private final Map<PlaylistId, StoredPlaylist> playlists = new HashMap<>();
  private final Map<PlaylistId, ItemHistory> histories = new HashMap<>();
  // Revisions of a purged playlist become null, so that positions stay valid.
  private final List<@Nullable Revision> committed = new ArrayList<>();
  private final Map<TrackUri, Track> tracks = new HashMap<>();
  private final Map<UserId, Map<PlaylistId, LibraryEntry>> libraries = new HashMap<>();
  private final Map<UserId, Instant> lastSyncs = new HashMap<>();
  private final Map<UserId, StoredUser> users = new HashMap<>();
  private final Map<JobSpec, SyncSchedule> schedules = new HashMap<>();
  private final Map<PageKey, PageCheckpoint> pages = new HashMap<>();

  private InMemoryPlaylistStore() {}

  /** Returns an empty store. */
  public static InMemoryPlaylistStore create() {
    return new InMemoryPlaylistStore();
  }

  @Override
  public boolean isInTransaction() {
    return false;
  }

  @Override
  public synchronized Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids) {
    return select(playlists, ids);
  }

  @Override
  public synchronized List<PlaylistId> ids(@Nullable PlaylistId after, int limit) {
    return page(playlists.keySet(), after, limit);
  }

  @Override
  public synchronized List<ItemRow> rows(PlaylistId id) {
    return history(id).current();
  }

  @Override
  public synchronized List<ItemRow> rows(PlaylistId id, int offset, int limit) {
    return rows(id).stream().skip(offset).limit(limit).toList();
  }

  @Override
  public synchronized List<PlaylistId> playlistsWith(
      TrackUri uri, @Nullable PlaylistId after, int limit) {
    Set<PlaylistId> holding = new HashSet<>(playlists.keySet());
    holding.removeIf(id -> rows(id).stream().noneMatch(row -> uri.equals(row.uri())));
    return page(holding, after, limit);
  }

  @Override
  public synchronized Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
    return select(tracks, uris);
  }

  @Override
  public synchronized void apply(PlaylistChange change) {
    checkVersion(change);
    checkTracks(change);
    Revision revision = change.revision();
    if (revision != null) {
      history(change.id()).check(revision, change.closed(), change.inserted());
      histories
          .computeIfAbsent(change.id(), ItemHistory::new)
          .add(revision, change.closed(), change.inserted());
      committed.add(revision);
    }
    playlists.put(change.id(), change.playlist());
    change.tracks().forEach(track -> tracks.put(track.uri(), track));
    LibraryEntry entry = change.entry();
    if (entry != null) {
      put(entry);
    }
  }

  @Override
  public synchronized List<LibraryEntry> library(UserId user) {
    return libraries.getOrDefault(user, Map.of()).values().stream().sorted(LISTED_FIRST).toList();
  }

  @Override
  public synchronized List<LibraryEntry> library(
      UserId user, @Nullable PlaylistId after, int limit) {
    if (after != null && entry(user, after).isEmpty()) {
      throw new IllegalArgumentException(
          "after is %s, which is not in the library of %s".formatted(after, user));
    }
    return library(user).stream()
        .dropWhile(entry -> after != null && !entry.playlist().equals(after))
        .skip(after == null ? 0 : 1)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<LibraryEntry> entry(UserId user, PlaylistId playlist) {
    return Optional.ofNullable(libraries.getOrDefault(user, Map.of()).get(playlist));
  }

  @Override
  public synchronized List<LibraryEntry> listings(
      PlaylistId playlist, @Nullable UserId after, int limit) {
    Map<UserId, LibraryEntry> listings = new HashMap<>();
    libraries.forEach(
        (user, library) -> {
          LibraryEntry entry = library.get(playlist);
          if (entry != null && entry.isListed()) {
            listings.put(user, entry);
          }
        });
    return page(listings.keySet(), after, limit).stream().map(listings::get).toList();
  }

  @Override
  public synchronized Optional<Instant> lastSync(UserId user) {
    return Optional.ofNullable(lastSyncs.get(user));
  }

  @Override
  public synchronized void apply(LibraryChange change) {
    for (LibraryEntry entry : change.entries()) {
      if (!playlists.containsKey(entry.playlist())) {
        throw new StoreException(
            "could not write the library of %s: playlist %s is not stored"
                .formatted(change.user(), entry.playlist()));
      }
    }
    LibraryChange.Read read = change.read();
    boolean outdated = read != null && read.isOutdatedBy(lastSyncs.get(change.user()));
    change.entries().forEach(entry -> put(outdated ? entry.unlisted() : entry));
    if (read != null && !outdated) {
      put(change.user(), read);
    }
  }

  private void put(UserId user, LibraryChange.Read read) {
    Instant at = read.at();
    if (at != null) {
      lastSyncs.put(user, at);
    }
    if (read.hiddenPlaylists() != null) {
      put(user(user).withHiddenPlaylists(read.hiddenPlaylists()));
    }
  }

  @Override
  public synchronized Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
    return history(id).at(revision);
  }

  @Override
  public synchronized List<Revision> revisions(PlaylistId id, long before, int limit) {
    return history(id).revisions(before, limit);
  }

  @Override
  public synchronized OptionalLong revisionAt(PlaylistId id, Instant time) {
    return history(id).revisionAt(time);
  }

  @Override
  public synchronized int prune(PlaylistId id, long oldest, int limit) {
    return history(id).prune(oldest, limit);
  }

  @Override
  public synchronized ChangePage changes(UserId user, @Nullable String after, int limit) {
    List<Revision> found = new ArrayList<>();
    int position = after == null ? 0 : Integer.parseInt(after);
    for (int i = position; i < committed.size() && found.size() < limit; i++) {
      Revision revision = committed.get(i);
      if (revision != null
          && entry(user, revision.playlist()).filter(LibraryEntry::isReadable).isPresent()
          && history(revision.playlist()).holds(revision)) {
        found.add(revision);
        position = i + 1;
      }
    }
    return new ChangePage(found, found.isEmpty() ? after : Integer.toString(position));
  }

  @Override
  public synchronized void save(PageCheckpoint page) {
    pages.put(new PageKey(page.user(), page.playlist(), page.snapshot(), page.offset()), page);
  }

  @Override
  public synchronized List<PageCheckpoint> pages(UserId user, PlaylistId playlist) {
    return pages.values().stream()
        .filter(page -> page.user().equals(user) && page.playlist().equals(playlist))
        .sorted(Comparator.comparingInt(PageCheckpoint::offset))
        .toList();
  }

  @Override
  public synchronized void dropPages(UserId user, PlaylistId playlist) {
    pages.keySet().removeIf(key -> key.user().equals(user) && key.playlist().equals(playlist));
  }

  @Override
  public synchronized int dropPagesBefore(Instant time) {
    int before = pages.size();
    pages.values().removeIf(page -> page.savedAt().isBefore(time));
    return before - pages.size();
  }

  @Override
  public synchronized List<PlaylistId> goneBefore(Instant time, int limit) {
    return playlists.keySet().stream()
        .filter(id -> isGone(id, time))
        .sorted()
        .limit(limit)
        .toList();
  }

  private boolean isGone(PlaylistId id, Instant time) {
    List<LibraryEntry> entries =
        libraries.values().stream()
            .map(library -> library.get(id))
            .filter(Objects::nonNull)
            .toList();
    return !entries.isEmpty()
        && entries.stream()
            .map(LibraryEntry::goneSince)
            .allMatch(since -> since != null && since.isBefore(time));
  }

  @Override
  public synchronized boolean purge(PlaylistId id, Instant time) {
    if (!isGone(id, time)) {
      return false;
    }
    playlists.remove(id);
    histories.remove(id);
    committed.replaceAll(
        revision -> revision != null && revision.playlist().equals(id) ? null : revision);
    libraries.values().forEach(library -> library.remove(id));
    pages.keySet().removeIf(key -> key.playlist().equals(id));
    return true;
  }

  @Override
  public synchronized StoredUser user(UserId user) {
    return users.getOrDefault(user, StoredUser.unknown(user));
  }

  @Override
  public synchronized void saveSchedule(SyncSchedule schedule) {
    schedules.put(schedule.spec(), schedule);
  }

  @Override
  public synchronized void dropSchedule(JobSpec work) {
    schedules.remove(work);
  }

  @Override
  public synchronized void saveSuspension(UserId user, @Nullable Suspension suspension) {
    put(user(user).withSuspension(suspension));
  }

  @Override
  public synchronized Optional<StoredSchedule> schedule(JobSpec work) {
    return Optional.ofNullable(schedules.get(work)).map(this::stored);
  }

  @Override
  public synchronized List<SyncSchedule> schedules(Collection<UserId> users) {
    return schedules.values().stream().filter(plan -> users.contains(plan.user())).toList();
  }

  @Override
  public synchronized List<StoredSchedule> schedules(@Nullable JobSpec after, int limit) {
    return page(schedules.keySet(), after, limit).stream()
        .flatMap(work -> schedule(work).stream())
        .toList();
  }

  private StoredSchedule stored(SyncSchedule schedule) {
    return new StoredSchedule(schedule, user(schedule.user()).suspension());
  }

  private void checkVersion(PlaylistChange change) {
    StoredPlaylist stored = playlists.get(change.id());
    long version = stored == null ? 0 : stored.version();
    if (version != change.expectedVersion()) {
      throw new StaleVersionException(
          "playlist %s has version %d; expected %d"
              .formatted(change.id(), version, change.expectedVersion()));
    }
  }

  private void checkTracks(PlaylistChange change) {
    Set<TrackUri> brought = new HashSet<>();
    change.tracks().forEach(track -> brought.add(track.uri()));
    for (ItemRow row : change.inserted()) {
      TrackUri uri = row.uri();
      if (uri != null && !brought.contains(uri) && !tracks.containsKey(uri)) {
        throw new StoreException(
            "could not write playlist %s: track %s is not stored".formatted(change.id(), uri));
      }
    }
  }

  private ItemHistory history(PlaylistId id) {
    return histories.getOrDefault(id, new ItemHistory(id));
  }

  private void put(LibraryEntry entry) {
    LibraryEntry before = entry(entry.user(), entry.playlist()).orElse(null);
    LibraryEntry after =
        before == null || entry.position() != null ? entry : entry.withListingOf(before);
    libraries.computeIfAbsent(entry.user(), user -> new HashMap<>()).put(entry.playlist(), after);
    if (before != null && !before.isReadable() && after.isReadable()) {
      tellAgain(before);
    }
  }

  /** Moves what was passed while the user could not read it behind every position. */
  private void tellAgain(LibraryEntry unreadable) {
    Instant lost =
        unreadable.access() == Access.FULL ? unreadable.goneSince() : unreadable.lostSince();
    // The clocks of those who wrote may differ.
    Instant since = lost == null ? Instant.MIN : lost.minus(CLOCKS_DIFFER);
    for (int i = 0, size = committed.size(); i < size; i++) {
      Revision revision = committed.get(i);
      if (revision != null
          && revision.playlist().equals(unreadable.playlist())
          && !revision.at().isBefore(since)) {
        committed.set(i, null);
        committed.add(revision);
      }
    }
  }

  private void put(StoredUser user) {
    users.put(user.user(), user);
  }

  private static <K extends Comparable<K>> List<K> page(Set<K> keys, @Nullable K after, int limit) {
    return keys.stream()
        .filter(key -> after == null || key.compareTo(after) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }

  private static <K, V> Map<K, V> select(Map<K, V> all, Collection<K> keys) {
    Map<K, V> found = new HashMap<>();
    for (K key : keys) {
      V value = all.get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }
}
