package io.github.playlistsync.report;

/** How a run ended as a whole. */
public enum SyncOutcome {
  /**
   * Every playlist is {@link PlaylistOutcome#SYNCED}, {@link PlaylistOutcome#UNCHANGED} or, if it
   * was never readable, {@link PlaylistOutcome#METADATA_ONLY}.
   */
  COMPLETE,
  /** Some part is not {@link #COMPLETE}; the report names it. */
  PARTIAL,
  /** Nothing was synced; the report says why. */
  FAILED
}
