package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
 * The users, playlists and Liked Songs behind the API: edits, and reads of the current truth.
 *
 * <p>Safe for use by several threads: every method is one step under one lock, and an answer of the
 * API is computed from one such step. Methods throw {@link NoSuchElementException} for a user or a
 * playlist that does not exist.
 */
public final class World {

  private static final String SPOTIFY = "spotify";

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;
  private final long seed;
  private final Duration snapshotLag;
  private final Map<String, StoredUser> users = new LinkedHashMap<>();
  private final Map<String, StoredPlaylist> playlists = new LinkedHashMap<>();
  private Random ids;

  World(Clock clock, long seed, Duration snapshotLag) {
    this.clock = clock;
    this.seed = seed;
    this.snapshotLag = snapshotLag;
    this.ids = new Random(seed);
  }

  /**
   * Adds a user with a display name made from the id; one that exists is left as it is.
   *
   * @param userId the id, which may hold any character
   */
  public void addUser(String userId) {
    addUser(userId, "User " + userId);
  }

  /**
   * Adds a user, or gives an existing one another display name.
   *
   * @param userId the id, which may hold any character
   * @param displayName the name to show
   */
  public void addUser(String userId, String displayName) {
    requireNonNull(userId, "userId");
    requireNonNull(displayName, "displayName");
    run(() -> users.computeIfAbsent(userId, id -> new StoredUser()).displayName = displayName);
  }

  /**
   * The users in the order in which they were added.
   *
   * @return their ids
   */
  public List<String> users() {
    return call(() -> List.copyOf(users.keySet()));
  }

  /**
   * Creates an empty public playlist and puts it at the top of its owner's list.
   *
   * @param ownerId the owner, added if unknown
   * @param name the name
   * @return the new id
   */
  public String createPlaylist(String ownerId, String name) {
    return call(() -> create(Ids.next(ids), ownerId, name));
  }

  /**
   * Creates a public playlist with contents and puts it at the top of its owner's list.
   *
   * @param ownerId the owner, added if unknown
   * @param name the name
   * @param entries the rows
   * @return the new id
   */
  public String createPlaylist(String ownerId, String name, List<SimulatedEntry> entries) {
    return call(
        () -> {
          String id = create(Ids.next(ids), ownerId, name);
          stored(id).entries = List.copyOf(entries);
          return id;
        });
  }

  /**
   * Creates a playlist owned by Spotify, with an id that begins with {@code 37i9dQZF1}, in nobody's
   * list.
   *
   * @param name the name
   * @param entries the rows
   * @return the new id
   */
  public String createSpotifyOwned(String name, List<SimulatedEntry> entries) {
    return call(
        () -> {
          users.computeIfAbsent(SPOTIFY, id -> new StoredUser()).displayName = "Spotify";
          String id = create(Ids.next(ids, "37i9dQZF1DX"), SPOTIFY, name);
          stored(id).entries = List.copyOf(entries);
          user(SPOTIFY).playlists.remove(id);
          return id;
        });
  }

  /**
   * Edits one playlist.
   *
   * @param playlistId the playlist
   * @return an editor whose every call is one edit
   */
  public PlaylistEditor edit(String playlistId) {
    run(() -> stored(playlistId));
    return new PlaylistEditor(this, playlistId);
  }

  /**
   * Deletes a playlist: it leaves every list and answers 404.
   *
   * @param playlistId the playlist
   */
  public void deletePlaylist(String playlistId) {
    run(
        () -> {
          stored(playlistId);
          playlists.remove(playlistId);
          users.values().forEach(user -> user.playlists.removeAll(List.of(playlistId)));
        });
  }

  /**
   * Puts a playlist at the top of a user's list, unless it is in it.
   *
   * @param userId the user, added if unknown
   * @param playlistId the playlist
   */
  public void follow(String userId, String playlistId) {
    run(
        () -> {
          stored(playlistId);
          List<@Nullable String> list = knownOrNew(userId).playlists;
          if (!list.contains(playlistId)) {
            list.add(0, playlistId);
          }
        });
  }

  /**
   * Takes a playlist off a user's list. This is what Spotify does when an owner "deletes" one: it
   * can still be read by id.
   *
   * @param userId the user
   * @param playlistId the playlist
   */
  public void unfollow(String userId, String playlistId) {
    run(() -> user(userId).playlists.removeAll(List.of(playlistId)));
  }

  /**
   * Puts a {@code null} into a user's list, which Spotify has been seen to send.
   *
   * @param userId the user
   * @param position where, from 0
   */
  public void insertNullIntoList(String userId, int position) {
    run(() -> user(userId).playlists.add(position, null));
  }

  /**
   * Likes a track now: it comes first in the Liked Songs, unless it is in them.
   *
   * @param userId the user, added if unknown
   * @param track the track
   */
  public void like(String userId, SimulatedTrack track) {
    like(userId, track, clock.instant());
  }

  /**
   * Likes a track at a time of choice: it comes first in the Liked Songs, unless it is in them.
   *
   * @param userId the user, added if unknown
   * @param track the track
   * @param at when
   */
  public void like(String userId, SimulatedTrack track, Instant at) {
    LikedTrack liked = new LikedTrack(at.truncatedTo(ChronoUnit.SECONDS), track);
    run(
        () -> {
          List<LikedTrack> likes = knownOrNew(userId).liked;
          if (likes.stream().noneMatch(other -> other.track().uri().equals(track.uri()))) {
            likes.add(0, liked);
          }
        });
  }

  /**
   * Takes a track out of the Liked Songs.
   *
   * @param userId the user
   * @param uri the URI of the track
   * @return whether it was there
   */
  public boolean unlike(String userId, String uri) {
    return call(() -> user(userId).liked.removeIf(liked -> liked.track().uri().equals(uri)));
  }

  /**
   * Sets what everyone, the owner included, gets to see of a playlist.
   *
   * @param playlistId the playlist
   * @param access how much
   */
  public void setAccess(String playlistId, Access access) {
    requireNonNull(access, "access");
    run(() -> stored(playlistId).setAccess(access));
  }

  /**
   * Sets what one user gets to see of a playlist.
   *
   * @param playlistId the playlist
   * @param userId the user
   * @param access how much
   */
  public void setAccess(String playlistId, String userId, Access access) {
    requireNonNull(access, "access");
    run(() -> stored(playlistId).setAccess(userId, access));
  }

  /**
   * A playlist as it truly is now.
   *
   * @param playlistId the playlist
   * @return all its fields and rows
   */
  public PlaylistView playlist(String playlistId) {
    return call(() -> view(stored(playlistId)));
  }

  /**
   * All playlists in the order of their creation.
   *
   * @return their ids
   */
  public List<String> playlistIds() {
    return call(() -> List.copyOf(playlists.keySet()));
  }

  /**
   * All playlists as they truly are now, all of them from one moment.
   *
   * @return them in the order of their creation
   */
  public List<PlaylistView> playlists() {
    return call(() -> playlists.values().stream().map(this::view).toList());
  }

  /**
   * A user's library as it truly is now, all of it from one moment.
   *
   * @param userId the user
   * @return the playlists in the order of the list, and the Liked Songs
   */
  public LibraryView library(String userId) {
    return call(
        () -> {
          StoredUser user = user(userId);
          List<PlaylistView> views = new ArrayList<>();
          for (String id : user.playlists) {
            if (id != null) {
              views.add(view(stored(id)));
            }
          }
          return new LibraryView(userId, views, user.liked);
        });
  }

  void clear() {
    run(
        () -> {
          users.clear();
          playlists.clear();
          ids = new Random(seed);
        });
  }

  void change(String playlistId, Consumer<StoredPlaylist> change, boolean isEdit) {
    run(
        () -> {
          StoredPlaylist playlist = stored(playlistId);
          change.accept(playlist);
          if (isEdit) {
            playlist.edited(clock.instant(), clock.instant().minus(snapshotLag));
          }
        });
  }

  /** What the user's list holds, nulls included; empty for an unknown user. */
  List<@Nullable ServedPlaylist> serveList(String userId) {
    return call(
        () -> {
          StoredUser user = users.get(userId);
          List<@Nullable ServedPlaylist> list = new ArrayList<>();
          if (user != null) {
            for (String id : user.playlists) {
              list.add(id == null ? null : serve(stored(id), userId));
            }
          }
          return list;
        });
  }

  /** The playlist, if this user may know that it exists. */
  Optional<ServedPlaylist> serve(String playlistId, String userId) {
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
          return Optional.of(serve(playlist, userId));
        });
  }

  Optional<String> snapshotBeforeLastEdit(String playlistId) {
    return call(
        () ->
            Optional.ofNullable(playlists.get(playlistId))
                .map(StoredPlaylist::snapshotBeforeLastEdit));
  }

  List<LikedTrack> serveLiked(String userId) {
    return call(() -> users.containsKey(userId) ? List.copyOf(user(userId).liked) : List.of());
  }

  String displayName(String userId) {
    return call(() -> users.containsKey(userId) ? user(userId).displayName : userId);
  }

  private String create(String id, String ownerId, String name) {
    playlists.put(id, new StoredPlaylist(id, ownerId, requireNonNull(name, "name")));
    knownOrNew(ownerId).playlists.add(0, id);
    return id;
  }

  private ServedPlaylist serve(StoredPlaylist playlist, String userId) {
    return new ServedPlaylist(
        view(playlist),
        playlist.servedSnapshot(clock.instant().minus(snapshotLag)),
        playlist.accessOf(userId),
        playlist.isEditedBy(userId));
  }

  private PlaylistView view(StoredPlaylist playlist) {
    return playlist.view(user(playlist.ownerId).displayName);
  }

  private StoredPlaylist stored(String playlistId) {
    StoredPlaylist playlist = playlists.get(playlistId);
    if (playlist == null) {
      throw new NoSuchElementException("no playlist " + playlistId);
    }
    return playlist;
  }

  private StoredUser user(String userId) {
    StoredUser user = users.get(userId);
    if (user == null) {
      throw new NoSuchElementException("no user " + userId);
    }
    return user;
  }

  private StoredUser knownOrNew(String userId) {
    if (!users.containsKey(userId)) {
      addUser(userId);
    }
    return user(userId);
  }

  private void run(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T call(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  private static final class StoredUser {
    String displayName = "";
    final List<@Nullable String> playlists = new ArrayList<>();
    final List<LikedTrack> liked = new ArrayList<>();
  }
}
