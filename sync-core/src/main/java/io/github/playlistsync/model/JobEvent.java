package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A job entered a state.
 *
 * @param job the job
 * @param state the state that it entered
 * @param at when, by the queue's clock
 */
public record JobEvent(JobId job, JobState state, Instant at) {

  /** Checks the parts. */
  public JobEvent {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(at, "at");
  }
}
