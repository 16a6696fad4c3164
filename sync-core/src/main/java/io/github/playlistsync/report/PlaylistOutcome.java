package io.github.playlistsync.report;

/** How the sync of one playlist ended. */
public enum PlaylistOutcome {
  /** What is stored was brought to what Spotify has; or an edit of the metadata alone was. */
  SYNCED,
  /** What is stored is what Spotify has. */
  UNCHANGED,
  /** Spotify gives this user the metadata and withholds the items. What was stored stays. */
  METADATA_ONLY,
  /** Spotify says that there is no such playlist for this user. What was stored stays. */
  UNAVAILABLE,
  /**
   * The read would remove so much that it waits for a second one to agree. What was stored stays.
   */
  HELD,
  /** Something went wrong. What was stored stays. */
  FAILED
}
