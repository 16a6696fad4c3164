package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Instant;

/** What becomes of a job when a run of it comes to an end. */
final class Settling {
  private final JobTable book;

  Settling(JobTable book) {
    this.book = book;
  }

  /** Settles a run; tells whether the lease was valid, or this was done before. */
  boolean settle(Settlement settlement, Instant now) {
    long token = settlement.lease().token();
    JobEntry job = book.find(settlement.lease().job()).orElse(null);
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
      book.end(job, JobState.SUCCEEDED, now);
    } else if (outcome instanceof JobOutcome.Failed failed) {
      job.attempts++;
      job.result = failed.report();
      job.error = failed.error();
      book.end(job, JobState.FAILED, now);
    } else if (outcome instanceof JobOutcome.Retry retry) {
      job.attempts++;
      job.error = retry.error();
      book.defer(job, new Wait(now.plus(retry.delay()), retry.error()), now);
    } else if (outcome instanceof JobOutcome.Deferred deferred) {
      book.defer(job, new Wait(deferred.until(), deferred.reason()), now);
    } else if (outcome instanceof JobOutcome.Canceled) {
      book.end(job, JobState.CANCELED, now);
    } else if (outcome instanceof JobOutcome.FannedOut fannedOut) {
      fanOut(job, fannedOut, now);
    } else {
      book.requeue(job, now);
    }
  }

  private void fanOut(JobEntry job, JobOutcome.FannedOut fannedOut, Instant now) {
    job.attempts++;
    job.result = fannedOut.report();
    job.error = null;
    if (job.cancelAsked) {
      book.end(job, JobState.CANCELED, now);
      return;
    }
    for (JobOutcome.Child child : fannedOut.children()) {
      book.enqueue(child.spec(), child.priority(), job, now);
    }
    book.waitForChildren(job, now);
  }
}
