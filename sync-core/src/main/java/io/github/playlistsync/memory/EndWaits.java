package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The callers that wait for the end of a job without a thread. Guarded by itself. */
final class EndWaits {
  private final Map<JobId, List<CompletableFuture<Boolean>>> signals = new HashMap<>();

  /**
   * Adds a caller; the future completes after the job's end or the time, in another thread.
   *
   * @param look returns the job's state
   */
  CompletableFuture<Optional<JobStatus>> add(
      JobId job, long nanos, Supplier<Optional<JobStatus>> look) {
    CompletableFuture<Boolean> signal =
        new CompletableFuture<Boolean>().completeOnTimeout(false, nanos, TimeUnit.NANOSECONDS);
    synchronized (this) {
      signals.computeIfAbsent(job, key -> new ArrayList<>()).add(signal);
    }
    CompletableFuture<Optional<JobStatus>> status = signal.thenApplyAsync(ended -> look.get());
    CompletableFuture<Optional<JobStatus>> unused =
        status.whenComplete((seen, error) -> remove(job, signal));
    return status;
  }

  /** The caller may have canceled it, so that its time must be forgotten, too. */
  private void remove(JobId job, CompletableFuture<Boolean> signal) {
    signal.complete(false);
    synchronized (this) {
      signals.computeIfPresent(
          job,
          (key, waiting) -> {
            waiting.removeIf(each -> each == signal);
            return waiting.isEmpty() ? null : waiting;
          });
    }
  }

  synchronized void ended(JobId job) {
    List.copyOf(signals.getOrDefault(job, List.of())).forEach(signal -> signal.complete(true));
  }

  synchronized void close() {
    List.copyOf(signals.keySet()).forEach(this::ended);
  }
}
