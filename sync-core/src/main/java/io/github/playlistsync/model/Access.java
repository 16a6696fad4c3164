package io.github.playlistsync.model;

/** What a user may read of a playlist in their library. */
public enum Access {
  /** Metadata and items. */
  FULL,
  /** Name, owner and counts, but no items. */
  METADATA_ONLY,
  /** Nothing: Spotify has no such playlist for this user. */
  UNAVAILABLE
}
