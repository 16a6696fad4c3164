package io.github.playlistsync.simulator;

/** Which keys hold the contents: the ones before February 2026, the ones since, or both. */
public enum Shape {
  /** {@code tracks} on a playlist and {@code track} on an entry. */
  OLD,
  /** {@code items} on a playlist and {@code item} on an entry. */
  NEW,
  /** Both pairs, as legacy and extended apps get them. */
  BOTH;

  boolean hasOldKeys() {
    return this != NEW;
  }

  boolean hasNewKeys() {
    return this != OLD;
  }
}
