package io.github.playlistsync.redis;

import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One caller's part in the exchanges. Guarded by the lock of {@link WaitingRequests}. */
final class ExchangeRequest {
  final String worker;
  final boolean patient;
  final CompletableFuture<Exchange> result = new CompletableFuture<>();
  private final List<JobLease> refused = new ArrayList<>();
  private final List<JobLease> taken = new ArrayList<>();

  /** How many more jobs it takes. */
  int missing;

  /** What Redis has not settled yet. */
  List<Settlement> settlements;

  /**
   * How the script takes it. Written before the exchange, so that what cannot be written fails only
   * its caller, and in the caller's thread.
   */
  List<String> written = new ArrayList<>();

  /** How many more partitions to ask before it waits. */
  int partitionsLeft;

  /** The caller waits no longer, but still takes a job that is on its way. */
  boolean withdrawn;

  /** The caller is gone: jobs that still come are handed back. */
  boolean abandoned;

  private ExchangeRequest(
      String worker,
      Partition partition,
      List<Settlement> settlements,
      int want,
      boolean patient,
      int partitionsLeft) {
    this.worker = worker;
    this.settlements = settlements;
    settlements.forEach(settlement -> ExchangeCodec.write(settlement, partition, written));
    this.missing = want;
    this.patient = patient;
    this.partitionsLeft = partitionsLeft;
  }

  /**
   * A request for jobs, which may settle others as well.
   *
   * @param partition the home of the settled jobs
   * @param patient whether it waits if there is no job
   * @param partitionsLeft how many partitions to ask after the first
   */
  static ExchangeRequest taking(
      String worker,
      Partition partition,
      List<Settlement> settlements,
      int want,
      boolean patient,
      int partitionsLeft) {
    return new ExchangeRequest(worker, partition, settlements, want, patient, partitionsLeft);
  }

  /** A request that takes no jobs. */
  static ExchangeRequest settling(
      String worker, Partition partition, List<Settlement> settlements) {
    return new ExchangeRequest(worker, partition, settlements, 0, false, 0);
  }

  /** A request of our own, for which no caller waits. */
  static ExchangeRequest settling(Partition partition, JobLease lease, JobOutcome outcome) {
    return settling("-", partition, List.of(new Settlement(lease, outcome)));
  }

  /** Records which settlements Redis refused; it accepted the others. */
  void settled(List<JobLease> refusedNow) {
    refused.addAll(refusedNow);
    settlements = List.of();
    written = List.of();
  }

  void take(List<JobLease> leases) {
    taken.addAll(leases);
    missing -= leases.size();
  }

  /** Whether its caller is there and has nothing yet. */
  boolean isStillWithoutJob() {
    return taken.isEmpty() && !withdrawn && !abandoned;
  }

  List<JobLease> taken() {
    return taken;
  }

  void complete() {
    result.complete(new Exchange(taken, refused));
  }

  /**
   * Ends without an answer. It succeeds with the jobs that it has, since their leases run, and also
   * if the queue is closed and it only waited.
   */
  void fail(Throwable error, boolean closed) {
    if (!taken.isEmpty() || (closed && settlements.isEmpty())) {
      complete();
    } else {
      result.completeExceptionally(error);
    }
  }
}
