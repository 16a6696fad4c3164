package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobState;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Instant;

/** Settles runs: applies an outcome to its job. */
final class Settling {
  private final JobTable jobs;

  Settling(JobTable jobs) {
    this.jobs = jobs;
  }

  /** Settles a run; returns whether the lease was valid, or this was settled before. */
  boolean settle(Settlement settlement, Instant now) {
    long token = settlement.lease().token();
    JobEntry job = jobs.find(settlement.lease().job()).orElse(null);
    if (job == null) {
      return false;
    }
    if (job.settledToken == token) {
      return true;
    }
    if (!job.isHeldBy(token)) {
      return false;
    }
    job.settledToken = token;
    if (settlement.progress() != null) {
      job.progress = settlement.progress();
    }
    apply(job, settlement.outcome(), now);
    return true;
  }

  private void apply(JobEntry job, JobOutcome outcome, Instant now) {
    if (outcome instanceof JobOutcome.Succeeded succeeded) {
      job.attempts++;
      job.result = succeeded.report();
      job.error = null;
      jobs.end(job, JobState.SUCCEEDED, now);
    } else if (outcome instanceof JobOutcome.Failed failed) {
      job.attempts++;
      job.result = failed.report();
      job.error = failed.error();
      jobs.end(job, JobState.FAILED, now);
    } else if (outcome instanceof JobOutcome.Retry retry) {
      job.attempts++;
      job.error = retry.error();
      jobs.defer(job, retry.delay(), retry.error(), now);
    } else if (outcome instanceof JobOutcome.Deferred deferred) {
      jobs.defer(job, deferred.delay(), deferred.reason(), now);
    } else if (outcome instanceof JobOutcome.Canceled) {
      jobs.end(job, JobState.CANCELED, now);
    } else if (outcome instanceof JobOutcome.FannedOut fannedOut) {
      fanOut(job, fannedOut, now);
    } else {
      jobs.requeue(job, now);
    }
  }

  private void fanOut(JobEntry job, JobOutcome.FannedOut fannedOut, Instant now) {
    job.attempts++;
    job.result = fannedOut.report();
    job.error = null;
    if (job.cancelAsked) {
      jobs.end(job, JobState.CANCELED, now);
      return;
    }
    for (JobOutcome.Child child : fannedOut.children()) {
      jobs.enqueue(child.spec(), child.priority(), job, now);
    }
    jobs.waitForChildren(job, now);
  }
}
