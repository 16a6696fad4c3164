package io.github.playlistsync.model;

/** Which waiting job is taken first. In order: the first is the most urgent. */
public enum Priority {
  /** Somebody is waiting for it. */
  HIGH,
  /** The usual. */
  NORMAL,
  /** Whenever nothing else is to be done. It makes way for {@link #HIGH} work at the next page. */
  LOW
}
