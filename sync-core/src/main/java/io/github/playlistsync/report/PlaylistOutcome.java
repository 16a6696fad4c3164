package io.github.playlistsync.report;

/** How the sync of one playlist ended. */
public enum PlaylistOutcome {
  /** The run wrote what Spotify has: new content, or new metadata alone. */
  SYNCED,
  /** The stored playlist already equals Spotify's. */
  UNCHANGED,
  /** Spotify gives this user the metadata but withholds the items. The stored items stay. */
  METADATA_ONLY,
  /** Spotify has no such playlist for this user. What was stored stays. */
  UNAVAILABLE,
  /**
   * The answer is in doubt until a second one agrees: it takes away many items or the user's
   * access, contradicts the list, or looks wrong in itself. What was stored stays.
   */
  HELD,
  /** An error ended the sync. What was stored stays. */
  FAILED
}
