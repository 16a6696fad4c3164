package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Workers that repeat a settlement until the queue accepts it, as those of the engine do. */
final class Load {
  private static final JobOutcome DONE = new JobOutcome.Succeeded("done");

  private final List<Thread> threads = new ArrayList<>();

  private Load() {}

  /**
   * Starts workers.
   *
   * @param isOver whether to take no more jobs
   * @param ends counts the accepted settlements of each job
   */
  static Load of(int threads, JobQueue queue, BooleanSupplier isOver, Map<JobId, Integer> ends) {
    Load load = new Load();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> work(queue, isOver, ends));
      thread.start();
      load.threads.add(thread);
    }
    return load;
  }

  private static void work(JobQueue queue, BooleanSupplier isOver, Map<JobId, Integer> ends) {
    List<Settlement> done = List.of();
    while (!isOver.getAsBoolean() || !done.isEmpty()) {
      try {
        Exchange exchange = queue.exchange("w", done, 1, Duration.ofMillis(300));
        done.stream()
            .filter(settlement -> !exchange.refused().contains(settlement.lease()))
            .forEach(settlement -> ends.merge(settlement.lease().job(), 1, Integer::sum));
        done = exchange.leases().stream().map(lease -> new Settlement(lease, DONE)).toList();
      } catch (QueueUnavailableException e) {
        Thread.onSpinWait();
      }
    }
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
