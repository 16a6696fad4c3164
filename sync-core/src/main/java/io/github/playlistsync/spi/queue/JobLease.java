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
 * @param spec its work
 * @param priority its priority
 * @param attempt the number of this attempt, from 1
 * @param token differs from that of every other lease of the job; later leases have higher tokens
 * @param until when the lease expires unless it is renewed, by the queue's clock
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
