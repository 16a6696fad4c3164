package io.github.playlistsync.internal.sync;

/** What a playlist needs in a run. {@link Needs} decides it; the rest of the run executes it. */
enum Need {
  /** Nothing: the list proves that the stored items stand, or that asking again is useless. */
  KEEP,
  /** Its metadata is written from the list; its items stay. No call. */
  METADATA,
  /** It may have changed, or is new: it is asked for, and read unless its snapshot is stored. */
  READ,
  /** It is read completely, from Spotify alone, although its snapshot did not move. */
  AUDIT,
  /** Spotify refused it before; it is asked for again, in case that was wrong or has changed. */
  ASK_AGAIN;

  /** Whether the list alone settles it, without a further call. */
  boolean isSettledByList() {
    return this == KEEP || this == METADATA;
  }
}
