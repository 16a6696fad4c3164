package io.github.playlistsync.simulator;

/** How a snapshot is written. Both forms carry the same revision and hash. */
public enum SnapshotForm {
  /** Base64 of {@code revision,sha1hex} everywhere. */
  TEXT,
  /** Base64 of the revision in 4 bytes, big-endian, and the 20 bytes of the hash, everywhere. */
  BINARY,
  /** The binary form in lists and the text form in single reads: equal values, different texts. */
  MIXED
}
