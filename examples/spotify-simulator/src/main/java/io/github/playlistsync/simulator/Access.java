package io.github.playlistsync.simulator;

/** How much of a playlist a user gets to see, whatever the population of the app allows. */
public enum Access {
  /** Everything. */
  FULL,
  /**
   * {@code /items} and {@code /tracks} answer 403, but {@code GET /playlists/{id}} embeds its first
   * 100 entries: the unexplained reports about owned playlists.
   */
  EMBEDDED_ONLY,
  /** The contents answer 403 and {@code GET /playlists/{id}} comes without a contents key. */
  METADATA_ONLY,
  /** Every single read answers 404, though the lists still name the playlist. */
  UNAVAILABLE
}
