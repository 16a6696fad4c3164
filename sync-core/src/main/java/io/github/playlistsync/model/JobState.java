package io.github.playlistsync.model;

/** Where a job stands. */
public enum JobState {
  /** Waiting for a worker. */
  QUEUED,
  /** Waiting for a time: a limit of Spotify's, or the next attempt. */
  DEFERRED,
  /** A worker has it. */
  RUNNING,
  /** Waiting for the jobs that it made. */
  WAITING,
  /** Ended: done. */
  SUCCEEDED,
  /** Ended: given up, with an error. */
  FAILED,
  /** Ended: somebody asked for it. */
  CANCELED;

  /** Whether a job in this state has ended, and will not change any more. */
  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED;
  }
}
