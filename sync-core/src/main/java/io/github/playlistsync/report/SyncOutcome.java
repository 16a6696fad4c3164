package io.github.playlistsync.report;

/** How a run ended as a whole. */
public enum SyncOutcome {
  /** The list was read as a whole, and every playlist is {@link PlaylistReport#complete}. */
  COMPLETE,
  /** Something is not {@link #COMPLETE}; the report's problems and playlists say what. */
  PARTIAL,
  /** Nothing was synced: Spotify takes no calls before {@link Failure#retryAt}. */
  DEFERRED,
  /**
   * The run was canceled, interrupted or closed, or made way for a more urgent one. What it wrote
   * stays. Only {@link SyncListener#ended} hears of this: a call throws instead.
   */
  STOPPED,
  /** Nothing was synced; the report says why. */
  FAILED
}
