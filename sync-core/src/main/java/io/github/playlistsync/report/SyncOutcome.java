package io.github.playlistsync.report;

/** How a run ended as a whole. */
public enum SyncOutcome {
  /**
   * Every playlist is {@link PlaylistOutcome#SYNCED} or {@link PlaylistOutcome#UNCHANGED}; or it
   * was never readable and is {@link PlaylistOutcome#METADATA_ONLY}, or {@link
   * PlaylistOutcome#UNAVAILABLE} as in an earlier run. A library's list was read completely.
   */
  COMPLETE,
  /** Some part is not {@link #COMPLETE}; the report names it. */
  PARTIAL,
  /** Nothing was synced: Spotify takes no calls before {@link Failure#retryAt}. */
  DEFERRED,
  /**
   * The run was canceled, interrupted or closed, or yielded to more urgent work; what it wrote is
   * whole. Only {@link SyncListener#ended} reports it: a call throws instead.
   */
  STOPPED,
  /** Nothing was synced; the report says why. */
  FAILED
}
