package io.github.playlistsync.simulator;

/** When the snapshot of a playlist changes. */
public enum SnapshotBehavior {
  /** With each edit, and at no other time. */
  MOVES_WITH_EDITS,
  /** In each answer, as for some of Spotify's own playlists. */
  MOVES_ON_EVERY_READ,
  /** Never, though the content changes. */
  FROZEN
}
