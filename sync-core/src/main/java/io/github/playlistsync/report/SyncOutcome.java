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
  /** Nothing was synced: Spotify takes no calls before {@link Failure#retryAt}. */
  DEFERRED,
  /**
   * The run was canceled, interrupted, closed or made way for others; what it wrote is whole. Only
   * {@link SyncListener#ended} reports it: a call throws instead.
   */
  STOPPED,
  /** Nothing was synced; the report says why. */
  FAILED
}
