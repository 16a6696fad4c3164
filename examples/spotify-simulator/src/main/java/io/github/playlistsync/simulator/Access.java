package io.github.playlistsync.simulator;

/** How much of a playlist a user may read. The population of the app may allow less. */
public enum Access {
  /** All of it. */
  FULL,
  /**
   * {@code /items} and {@code /tracks} answer 403, but {@code GET /playlists/{id}} embeds its first
   * 100 entries, as some users report for their own playlists.
   */
  EMBEDDED_ONLY,
  /** The contents answer 403, and {@code GET /playlists/{id}} has no key for them. */
  METADATA_ONLY,
  /** Each read of it answers 404, though lists still name it. */
  UNAVAILABLE
}
