package io.github.playlistsync.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step of the queue costs does not grow with what it does not concern. */
class InMemoryQueueCostTest {
  private static final UserId ANNA = UserId.of("anna");

  @Test
  void anExchangeWalksOverNoScheduleThatIsNotDue() {
    try (InMemoryJobQueue queue = InMemoryJobQueue.create()) {
      for (int i = 0; i < 20_000; i++) {
        queue.schedule(
            new SyncSchedule(
                JobSpec.user(UserId.of("user" + i)),
                Duration.ofHours(1),
                Duration.ZERO,
                Priority.LOW));
      }
      exchange(queue, List.of());

      // Each schedule that is looked at costs a time to compare with, of 24 bytes or more.
      assertThat(allocatedBy(() -> exchange(queue, List.of()))).isLessThan(100_000);
    }
  }

  @Test
  void aParentCountsItsManyChildrenAsTheyEnd() {
    try (InMemoryJobQueue queue = InMemoryJobQueue.create()) {
      JobId parent = queue.enqueue(JobSpec.user(ANNA), Priority.NORMAL);
      List<JobOutcome.Child> children = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        JobSpec spec = JobSpec.playlist(ANNA, PlaylistId.of("p" + i));
        children.add(new JobOutcome.Child(spec, Priority.NORMAL));
      }
      JobOutcome fannedOut = new JobOutcome.FannedOut("{}", children);
      List<JobLease> leases = settle(queue, exchange(queue, List.of()).get(0), fannedOut);
      for (int i = 0; i < 100; i++) {
        JobOutcome end =
            i % 4 == 0 ? new JobOutcome.Failed("no", null) : new JobOutcome.Succeeded("{}");
        leases = settle(queue, leases.get(0), end);
      }
      assertThat(queue.status(parent).orElseThrow().children())
          .isEqualTo(new JobStatus.Children(250, 75, 25, 0));
      assertThat(pagesOf(queue, parent)).hasSize(250).doesNotHaveDuplicates().isSorted();

      queue.cancel(parent);
      settle(queue, leases.get(0), new JobOutcome.Canceled());

      JobStatus ended = queue.status(parent).orElseThrow();
      assertThat(ended.state()).isEqualTo(JobState.CANCELED);
      assertThat(ended.children()).isEqualTo(new JobStatus.Children(250, 75, 25, 150));
    }
  }

  private static List<Integer> pagesOf(InMemoryJobQueue queue, JobId parent) {
    List<Integer> numbers = new ArrayList<>();
    JobFilter filter = JobFilter.childrenOf(parent).limitedTo(40);
    JobPage page = queue.jobs(filter);
    while (true) {
      page.jobs().forEach(job -> numbers.add(numberOf(job)));
      if (page.next() == null) {
        return numbers;
      }
      page = queue.jobs(filter.after(page));
    }
  }

  private static int numberOf(JobStatus job) {
    return Integer.parseInt(job.spec().playlist().value().substring(1));
  }

  private static List<JobLease> settle(InMemoryJobQueue queue, JobLease lease, JobOutcome outcome) {
    return exchange(queue, List.of(new Settlement(lease, outcome, null)));
  }

  private static List<JobLease> exchange(InMemoryJobQueue queue, List<Settlement> done) {
    return queue.exchange("worker", done, 1, Duration.ZERO).leases();
  }

  private static long allocatedBy(Runnable step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    step.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
