package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import java.time.Instant;
import java.util.Objects;

/**
 * The right to run a job for a time.
 *
 * @param job the job
 * @param spec what it is about
 * @param priority how urgent it is
 * @param attempt which attempt this is, counted from 1
 * @param token tells this lease from every other of the same job: later ones have higher tokens
 * @param until when it runs out unless it is renewed, by the queue's clock
 */
public record JobLease(
    JobId job, JobSpec spec, Priority priority, int attempt, long token, Instant until) {

  /** Checks the parts. */
  public JobLease {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(until, "until");
  }
}
