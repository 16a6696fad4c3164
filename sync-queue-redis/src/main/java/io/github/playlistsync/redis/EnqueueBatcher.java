package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends the jobs of many callers to one partition, one command at a time, each with all jobs that
 * came meanwhile. A lone caller waits for nobody, and many callers share their round trips.
 */
final class EnqueueBatcher {
  private static final int MAX_JOBS = 200;

  private final Partition partition;

  // Guarded by this.
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private boolean isBusy;

  EnqueueBatcher(Partition partition) {
    this.partition = partition;
  }

  synchronized CompletableFuture<JobId> submit(JobSpec spec, Priority priority) {
    Waiting waiting = new Waiting(spec, priority, new CompletableFuture<>());
    queue.add(waiting);
    if (!isBusy) {
      send();
    }
    return waiting.job;
  }

  private void send() {
    List<Waiting> batch = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add("0");
    while (!queue.isEmpty() && batch.size() < MAX_JOBS) {
      Waiting next = queue.remove();
      batch.add(next);
      JobFields.write(partition.newId(), next.spec, next.priority, arguments);
    }
    isBusy = true;
    CompletableFuture<Object> unused =
        partition
            .run(Scripts.ENQUEUE, arguments)
            .whenComplete((ids, error) -> answered(batch, ids, error));
  }

  private void answered(List<Waiting> batch, @Nullable Object ids, @Nullable Throwable error) {
    synchronized (this) {
      isBusy = false;
      if (!queue.isEmpty()) {
        send();
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      CompletableFuture<JobId> job = batch.get(i).job;
      if (ids instanceof List<?> all && error == null) {
        job.complete(JobId.of((String) all.get(i)));
      } else {
        job.completeExceptionally(
            error == null ? new IllegalStateException("no answer") : RedisCalls.cause(error));
      }
    }
  }

  private record Waiting(JobSpec spec, Priority priority, CompletableFuture<JobId> job) {}
}
