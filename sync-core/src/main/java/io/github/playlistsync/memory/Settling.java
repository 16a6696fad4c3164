package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.JobWork.Settlement;
import io.github.playlistsync.spi.Outcome;
import java.time.Instant;

/** What becomes of a job when a run of it comes to an end. */
final class Settling {
  private final JobBook book;

  Settling(JobBook book) {
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

  private void apply(JobEntry job, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Succeeded succeeded) {
      job.attempts++;
      job.result = succeeded.report();
      job.error = null;
      book.end(job, JobState.SUCCEEDED, now);
    } else if (outcome instanceof Outcome.Failed failed) {
      job.attempts++;
      job.result = failed.report();
      job.error = failed.error();
      book.end(job, JobState.FAILED, now);
    } else if (outcome instanceof Outcome.Retry retry) {
      job.attempts++;
      job.error = retry.error();
      book.defer(job, new Wait(now.plus(retry.delay()), retry.error()), now);
    } else if (outcome instanceof Outcome.Deferred deferred) {
      book.defer(job, new Wait(deferred.until(), deferred.reason()), now);
    } else if (outcome instanceof Outcome.Cancelled) {
      book.end(job, JobState.CANCELLED, now);
    } else if (outcome instanceof Outcome.FannedOut fannedOut) {
      fanOut(job, fannedOut, now);
    } else {
      book.requeue(job, now);
    }
  }

  private void fanOut(JobEntry job, Outcome.FannedOut fannedOut, Instant now) {
    job.attempts++;
    job.result = fannedOut.report();
    job.error = null;
    if (job.cancelAsked) {
      book.end(job, JobState.CANCELLED, now);
      return;
    }
    for (Outcome.Child child : fannedOut.children()) {
      book.enqueue(child.spec(), child.priority(), job, now);
    }
    book.waitForChildren(job, now);
  }
}
