package io.github.playlistsync.model;

/** How urgent a job is, the most urgent first. */
public enum Priority {
  /** Somebody is waiting for it. */
  HIGH,
  /** The default. */
  NORMAL,
  /** Runs when little else waits, and yields to {@link #HIGH} work at the next page. */
  LOW
}
