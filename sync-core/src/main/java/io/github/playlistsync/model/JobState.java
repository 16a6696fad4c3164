package io.github.playlistsync.model;

/** The state of a job. */
public enum JobState {
  /** It waits for a worker. */
  QUEUED,
  /** It waits for a time: for one of Spotify's limits, or for the next attempt. */
  DEFERRED,
  /** A worker runs it. */
  RUNNING,
  /** It waits for its children. */
  WAITING,
  /** It ended: the work is done. */
  SUCCEEDED,
  /** It ended with an error. */
  FAILED,
  /** It ended because somebody canceled it. */
  CANCELED;

  /** Whether a job in this state has ended for good. */
  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED;
  }
}
