package io.github.playlistsync.simulator;

import java.util.List;

/**
 * What one user's library truly holds at one moment. Immutable.
 *
 * @param userId the user
 * @param playlists the playlists in the order of the list, own and followed
 * @param liked the Liked Songs, newest first
 */
public record LibraryView(String userId, List<PlaylistView> playlists, List<LikedTrack> liked) {

  /** Copies the lists. */
  public LibraryView {
    playlists = List.copyOf(playlists);
    liked = List.copyOf(liked);
  }
}
