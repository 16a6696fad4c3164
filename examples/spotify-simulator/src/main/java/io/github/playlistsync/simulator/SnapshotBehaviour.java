package io.github.playlistsync.simulator;

/** How the snapshot of a playlist relates to its edits. */
public enum SnapshotBehaviour {
  /** Every edit moves it, and nothing else does. */
  MOVES_WITH_EDITS,
  /** Every answer carries another one, as some Spotify-owned playlists do. */
  MOVES_ON_EVERY_READ,
  /** It stays equal though the content changes. */
  FROZEN
}
