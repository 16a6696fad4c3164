package io.github.playlistsync.model;

/** The result of canceling a job. */
public enum Cancellation {
  /** The job was waiting and has ended. */
  DONE,
  /** The job or its children run; they learn of it by their next heartbeat. */
  ASKED,
  /** The job had already ended. */
  TOO_LATE,
  /** The queue never accepted the job, or has forgotten it. */
  UNKNOWN
}
