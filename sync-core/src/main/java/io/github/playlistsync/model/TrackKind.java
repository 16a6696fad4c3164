package io.github.playlistsync.model;

/** What an item of a playlist plays. */
public enum TrackKind {
  /** A recording of Spotify's catalog. */
  TRACK,
  /** An episode of a podcast. */
  EPISODE,
  /** A file of the user's own. */
  LOCAL
}
