package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The users, playlists and Liked Songs behind the API: edits, and reads of the current truth.
 *
 * <p>Safe for several threads: each method is one step, and each answer of the API comes from one
 * such step. A user or playlist that does not exist causes a {@link NoSuchElementException}, unless
 * the method adds unknown users.
 */
public final class World {

  private static final String SPOTIFY = "spotify";

  private final WorldState state;

  World(WorldState state) {
    this.state = state;
  }

  /**
   * Adds a user and derives the display name from the id, which may hold any character. Does not
   * rename an existing user.
   */
  public void addUser(String userId) {
    addUser(userId, "User " + userId);
  }

  /** Adds a user, or renames an existing one. */
  public void addUser(String userId, String displayName) {
    requireNonNull(userId, "userId");
    requireNonNull(displayName, "displayName");
    state.run(() -> state.knownOrNewUser(userId).displayName = displayName);
  }

  /** The ids of the users in the order in which they were added. */
  public List<String> users() {
    return state.userIds();
  }

  /**
   * Creates an empty public playlist at the top of its owner's list, and returns its id. Adds an
   * unknown owner.
   */
  public String createPlaylist(String ownerId, String name) {
    return createPlaylist(ownerId, name, List.of());
  }

  /**
   * Creates a public playlist with contents at the top of its owner's list, and returns its id.
   * Adds an unknown owner.
   */
  public String createPlaylist(String ownerId, String name, List<SimulatedEntry> entries) {
    requireNonNull(ownerId, "ownerId");
    return state.call(
        () -> {
          String id = create("", ownerId, name, entries);
          state.knownOrNewUser(ownerId).playlists.add(0, id);
          return id;
        });
  }

  /**
   * Creates a playlist of Spotify's own in nobody's list, and returns its id, which begins with
   * {@code 37i9dQZF1}.
   */
  public String createSpotifyOwned(String name, List<SimulatedEntry> entries) {
    return state.call(
        () -> {
          addUser(SPOTIFY, "Spotify");
          return create("37i9dQZF1DX", SPOTIFY, name, entries);
        });
  }

  /** An editor for one playlist; each of its calls is one edit. */
  public PlaylistEditor edit(String playlistId) {
    state.run(() -> state.playlist(playlistId));
    return new PlaylistEditor(state, playlistId);
  }

  /** Deletes a playlist: it leaves every list, and reads of it answer 404. */
  public void deletePlaylist(String playlistId) {
    state.run(
        () -> {
          state.delete(playlistId);
          state.users().forEach(user -> user.playlists.removeAll(List.of(playlistId)));
        });
  }

  /** Puts a playlist at the top of a user's list, unless the list has it. Adds an unknown user. */
  public void follow(String userId, String playlistId) {
    state.run(
        () -> {
          state.playlist(playlistId);
          List<@Nullable String> list = state.knownOrNewUser(userId).playlists;
          if (!list.contains(playlistId)) {
            list.add(0, playlistId);
          }
        });
  }

  /**
   * Takes a playlist off a user's list. This is what Spotify does when an owner "deletes" one:
   * reads by id still work.
   */
  public void unfollow(String userId, String playlistId) {
    state.run(() -> state.user(userId).playlists.removeAll(List.of(playlistId)));
  }

  /** Inserts a {@code null}, as Spotify sometimes does, at a position of a user's list. */
  public void insertNullIntoList(String userId, int position) {
    state.run(() -> state.user(userId).playlists.add(position, null));
  }

  /**
   * Likes a track now: it goes to the top of the Liked Songs, unless they have it. Adds an unknown
   * user.
   */
  public void like(String userId, SimulatedTrack track) {
    like(userId, track, state.now());
  }

  /** Likes a track as {@link #like(String, SimulatedTrack)} does, at the given time. */
  public void like(String userId, SimulatedTrack track, Instant at) {
    LikedTrack liked = new LikedTrack(at.truncatedTo(ChronoUnit.SECONDS), track);
    state.run(
        () -> {
          List<LikedTrack> likes = state.knownOrNewUser(userId).liked;
          if (likes.stream().noneMatch(other -> other.track().uri().equals(track.uri()))) {
            likes.add(0, liked);
          }
        });
  }

  /** Removes the track with this URI from the Liked Songs; false if they do not have it. */
  public boolean unlike(String userId, String uri) {
    return state.call(
        () -> state.user(userId).liked.removeIf(liked -> liked.track().uri().equals(uri)));
  }

  /** Sets how much of a playlist everyone may read, including its owner. */
  public void setAccess(String playlistId, Access access) {
    requireNonNull(access, "access");
    state.run(() -> state.playlist(playlistId).setAccess(access));
  }

  /** Sets how much of a playlist one user may read. */
  public void setAccess(String playlistId, String userId, Access access) {
    requireNonNull(access, "access");
    state.run(() -> state.playlist(playlistId).setAccess(userId, access));
  }

  /** The true current state of a playlist. */
  public PlaylistView playlist(String playlistId) {
    return state.call(() -> state.view(state.playlist(playlistId)));
  }

  /** The ids of all playlists in the order of their creation. */
  public List<String> playlistIds() {
    return state.playlistIds();
  }

  /** The true state of all playlists at one moment, in the order of their creation. */
  public List<PlaylistView> playlists() {
    return state.call(() -> state.playlists().stream().map(state::view).toList());
  }

  /** The true state of a user's library at one moment, in the order of its lists. */
  public LibraryView library(String userId) {
    return state.call(
        () -> {
          StoredUser user = state.user(userId);
          List<PlaylistView> views = new ArrayList<>();
          for (String id : user.playlists) {
            if (id != null) {
              views.add(state.view(state.playlist(id)));
            }
          }
          return new LibraryView(userId, views, user.liked);
        });
  }

  void clear() {
    state.run(state::clear);
  }

  private String create(String idPrefix, String ownerId, String name, List<SimulatedEntry> rows) {
    StoredPlaylist playlist = state.create(idPrefix, ownerId, requireNonNull(name, "name"));
    playlist.entries = List.copyOf(rows);
    playlist.entriesBeforeLastEdit = playlist.entries;
    return playlist.id;
  }
}
