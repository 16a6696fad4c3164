package io.github.playlistsync.simulator;

/** What stands at a position of a playlist. */
public enum EntryKind {
  /** A track of the catalogue. */
  TRACK,
  /** An episode of a podcast. */
  EPISODE,
  /** A file of the user's own: no id, a {@code spotify:local:} URI. */
  LOCAL,
  /** An object of a type that no client knows yet. */
  UNKNOWN_TYPE,
  /** An entry whose track is {@code null}; it occupies a position. */
  PLACEHOLDER,
  /** An entry without any track key; it occupies a position. */
  NO_TRACK_KEY
}
