package io.github.playlistsync.simulator;

/** Which keys hold the contents: those from before February 2026, those since, or both at once. */
public enum Shape {
  /** {@code tracks} on a playlist and {@code track} on an entry. */
  OLD,
  /** {@code items} on a playlist and {@code item} on an entry. */
  NEW,
  /** Both pairs beside each other, as legacy and extended apps get them. */
  BOTH;

  boolean hasOldKeys() {
    return this != NEW;
  }

  boolean hasNewKeys() {
    return this != OLD;
  }
}
