package io.github.playlistsync.model;

/** What came of the wish to cancel a job. */
public enum Cancellation {
  /** The job waited and has ended. */
  DONE,
  /** The job runs, or jobs that it made run; they are told at their next heartbeat. */
  ASKED,
  /** The job had ended before. */
  TOO_LATE,
  /** The queue knows no such job, or no longer. */
  UNKNOWN
}
