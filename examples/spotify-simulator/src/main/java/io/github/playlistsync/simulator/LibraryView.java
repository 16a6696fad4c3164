package io.github.playlistsync.simulator;

import java.util.List;

/**
 * The true state of one user's library at one moment. Immutable.
 *
 * @param playlists the own and followed playlists in the order of the list
 * @param liked the Liked Songs, newest first
 */
public record LibraryView(String userId, List<PlaylistView> playlists, List<LikedTrack> liked) {

  /** Copies the lists. */
  public LibraryView {
    playlists = List.copyOf(playlists);
    liked = List.copyOf(liked);
  }
}
