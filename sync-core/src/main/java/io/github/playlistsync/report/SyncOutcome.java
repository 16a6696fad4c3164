package io.github.playlistsync.report;

/** How a run ended as a whole. */
public enum SyncOutcome {
  /**
   * Every playlist is {@link PlaylistOutcome#SYNCED}, {@link PlaylistOutcome#UNCHANGED} or, never
   * having been readable, {@link PlaylistOutcome#METADATA_ONLY}.
   */
  COMPLETE,
  /** Some part is not as in {@link #COMPLETE}; the report names it. */
  PARTIAL,
  /** Nothing could be done. */
  FAILED
}
