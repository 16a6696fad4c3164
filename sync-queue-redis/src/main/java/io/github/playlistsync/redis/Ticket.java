package io.github.playlistsync.redis;

import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One caller's part in the exchanges with Redis. Guarded by the dispatcher's lock. */
final class Ticket {
  final String worker;
  final boolean patient;
  final CompletableFuture<Exchange> result = new CompletableFuture<>();
  private final List<JobLease> refused = new ArrayList<>();
  private final List<JobLease> taken = new ArrayList<>();

  /** How many jobs it still takes. */
  int missing;

  /** What is still to be settled; empty once Redis has said that it is. */
  List<Settlement> settlements;

  /** How many further partitions are to be asked before it waits. */
  int partitionsLeft;

  /** Nobody waits for jobs any more, but one that is on its way is still taken. */
  boolean withdrawn;

  /** Nobody listens any more: jobs that still come are handed back. */
  boolean abandoned;

  Ticket(String worker, List<Settlement> settlements, int want, boolean patient, int partitions) {
    this.worker = worker;
    this.settlements = settlements;
    this.missing = want;
    this.patient = patient;
    this.partitionsLeft = partitions;
  }

  /** Takes note of what Redis said of the settlements. */
  void settled(List<JobLease> refusedNow) {
    refused.addAll(refusedNow);
    settlements = List.of();
  }

  /** Takes jobs that Redis gave. */
  void take(List<JobLease> leases) {
    taken.addAll(leases);
    missing -= leases.size();
  }

  List<JobLease> taken() {
    return taken;
  }

  void complete() {
    result.complete(new Exchange(taken, refused));
  }

  /** Ends it without an answer; with the queue, that is no failure of one who only waited. */
  void fail(Throwable error, boolean closed) {
    if (!taken.isEmpty() || (closed && settlements.isEmpty())) {
      complete();
    } else {
      result.completeExceptionally(error);
    }
  }
}
