package io.github.playlistsync.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link World} holds, and what the Web API may say about it. The methods that begin with
 * "serve" or return a copy lock by themselves; a caller of the others holds the lock through {@link
 * #run} or {@link #call}.
 */
final class WorldState {

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;
  private final long seed;
  private final Duration snapshotLag;
  private final Map<String, StoredUser> users = new LinkedHashMap<>();
  private final Map<String, StoredPlaylist> playlists = new LinkedHashMap<>();
  private Random ids;

  WorldState(Clock clock, long seed, Duration snapshotLag) {
    this.clock = clock;
    this.seed = seed;
    this.snapshotLag = snapshotLag;
    this.ids = new Random(seed);
  }

  /** Runs a step that nothing else can interrupt. */
  void run(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  /** Computes a value that belongs to a single moment. */
  <T> T call(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  Instant now() {
    return clock.instant();
  }

  List<String> userIds() {
    return call(() -> List.copyOf(users.keySet()));
  }

  List<String> playlistIds() {
    return call(() -> List.copyOf(playlists.keySet()));
  }

  /** The user's list with its nulls; empty for an unknown user. */
  List<@Nullable ServedPlaylist> serveList(String userId) {
    return call(
        () -> {
          StoredUser user = users.get(userId);
          List<@Nullable ServedPlaylist> list = new ArrayList<>();
          if (user != null) {
            for (String id : user.playlists) {
              list.add(id == null ? null : serve(playlist(id), userId));
            }
          }
          return list;
        });
  }

  /** The playlist, if this user may know that it exists. */
  Optional<ServedPlaylist> serve(String playlistId, Caller caller) {
    String userId = caller.userId();
    return call(
        () -> {
          StoredPlaylist playlist = playlists.get(playlistId);
          if (playlist == null || playlist.accessOf(userId) == Access.UNAVAILABLE) {
            return Optional.empty();
          }
          StoredUser user = users.get(userId);
          boolean known =
              playlist.isEditedBy(userId) || (user != null && user.playlists.contains(playlistId));
          if (playlist.visibility == Visibility.PRIVATE && !known) {
            return Optional.empty();
          }
          return Optional.of(serve(playlist, caller.items().apply(playlist), userId));
        });
  }

  List<LikedTrack> serveLiked(String userId) {
    return call(() -> users.containsKey(userId) ? List.copyOf(user(userId).liked) : List.of());
  }

  String serveDisplayName(String userId) {
    return call(() -> users.containsKey(userId) ? user(userId).displayName : userId);
  }

  Optional<String> serveSnapshotBeforeLastEdit(String playlistId) {
    return call(
        () ->
            Optional.ofNullable(playlists.get(playlistId))
                .map(StoredPlaylist::snapshotBeforeLastEdit));
  }

  StoredUser user(String userId) {
    StoredUser user = users.get(userId);
    if (user == null) {
      throw new NoSuchElementException("no user " + userId);
    }
    return user;
  }

  StoredUser knownOrNewUser(String userId) {
    return users.computeIfAbsent(userId, id -> new StoredUser("User " + id));
  }

  Collection<StoredUser> users() {
    return users.values();
  }

  StoredPlaylist playlist(String playlistId) {
    StoredPlaylist playlist = playlists.get(playlistId);
    if (playlist == null) {
      throw new NoSuchElementException("no playlist " + playlistId);
    }
    return playlist;
  }

  /** The playlists in the order of their creation. */
  Collection<StoredPlaylist> playlists() {
    return playlists.values();
  }

  /** Adds a playlist under a new id that begins with the prefix. */
  StoredPlaylist create(String idPrefix, String ownerId, String name) {
    String id = Ids.next(ids, idPrefix);
    StoredPlaylist playlist = new StoredPlaylist(id, ownerId, name);
    playlists.put(id, playlist);
    return playlist;
  }

  /** Changes a playlist as an edit does: the change also moves the snapshot. */
  void edit(String playlistId, Consumer<StoredPlaylist> change) {
    StoredPlaylist playlist = playlist(playlistId);
    playlist.entriesBeforeLastEdit = playlist.entries;
    change.accept(playlist);
    playlist.edited(now(), lagEnd());
  }

  void delete(String playlistId) {
    playlists.remove(playlist(playlistId).id);
  }

  void clear() {
    users.clear();
    playlists.clear();
    ids = new Random(seed);
  }

  PlaylistView view(StoredPlaylist playlist) {
    return view(playlist, playlist.entries);
  }

  private PlaylistView view(StoredPlaylist playlist, List<SimulatedEntry> entries) {
    return playlist.view(user(playlist.ownerId).displayName, entries);
  }

  private ServedPlaylist serve(StoredPlaylist playlist, String userId) {
    return serve(playlist, playlist.entries, userId);
  }

  private ServedPlaylist serve(
      StoredPlaylist playlist, List<SimulatedEntry> entries, String userId) {
    return new ServedPlaylist(
        view(playlist, entries),
        playlist.servedSnapshot(lagEnd()),
        playlist.accessOf(userId),
        playlist.isEditedBy(userId));
  }

  private Instant lagEnd() {
    return now().minus(snapshotLag);
  }
}
