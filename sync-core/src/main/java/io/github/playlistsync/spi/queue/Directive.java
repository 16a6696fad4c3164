package io.github.playlistsync.spi.queue;

/** What a running job is told when it gives a sign of life. */
public enum Directive {
  /** Nothing stands against it. */
  GO_ON,
  /**
   * Urgent work waits and nobody is free for it: stop where it is cheap and hand the job back. Only
   * jobs of low priority are told so, and no more of them than there is urgent work. Not to follow
   * it is allowed.
   */
  YIELD,
  /** Somebody wants the job to end: stop, and settle it as canceled. */
  CANCEL,
  /** The job belongs to somebody else now, or has ended: stop at once, and write nothing more. */
  LEASE_LOST
}
