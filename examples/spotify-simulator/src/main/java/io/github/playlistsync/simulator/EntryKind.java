package io.github.playlistsync.simulator;

/** What a position of a playlist holds. */
public enum EntryKind {
  /** A track of the catalog. */
  TRACK,
  /** An episode of a podcast. */
  EPISODE,
  /** A file of the user's: no id, a {@code spotify:local:} URI. */
  LOCAL,
  /** An object of a type that clients do not know. */
  UNKNOWN_TYPE,
  /** An entry whose track is {@code null}. It occupies a position. */
  PLACEHOLDER,
  /** An entry without a track key. It occupies a position. */
  NO_TRACK_KEY
}
