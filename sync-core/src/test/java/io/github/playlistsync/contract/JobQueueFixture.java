package io.github.playlistsync.contract;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.JobWork.Exchange;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the contract suites of the queue have in common. */
public abstract class JobQueueFixture implements QueueSubject.Source {
  static final UserId ALICE = UserId.of("alice");
  static final UserId BOB = UserId.of("bob$\u00e9");
  static final UserId CAROL = UserId.of("carol");
  static final String WORKER = "worker-1";
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final JobOutcome DONE = new JobOutcome.Succeeded("done");
  static final QueueSettings SETTINGS =
      QueueSettings.defaults().withLease(Duration.ofSeconds(30)).withUserLimit(100);

  private final QueueSubject subject = subject();
  private final List<JobQueue> opened = new ArrayList<>();

  final void passTime(Duration time) {
    subject.passTime(time);
  }

  final Instant now() {
    return subject.now();
  }

  /** Closes the queues of the test. */
  @AfterEach
  public void closeQueues() {
    opened.forEach(JobQueue::close);
  }

  final JobQueue queue() {
    return queue(SETTINGS);
  }

  final JobQueue queue(QueueSettings settings) {
    JobQueue queue = subject.open(settings);
    opened.add(queue);
    return queue;
  }

  static JobSpec playlist(UserId user, String id) {
    return JobSpec.playlist(user, PlaylistId.of(id));
  }

  static JobSpec playlist(UserId user, int number) {
    return playlist(user, "p" + number);
  }

  static JobId enqueue(JobQueue queue, UserId user, String playlist) {
    return queue.enqueue(playlist(user, playlist), Priority.NORMAL);
  }

  static List<JobLease> claim(JobQueue queue, int want) {
    return queue.exchange(WORKER, List.of(), want, Duration.ZERO).leases();
  }

  static JobLease claimOne(JobQueue queue) {
    List<JobLease> leases = claim(queue, 1);
    if (leases.isEmpty()) {
      throw new AssertionError("expected a job to be had, but there is none");
    }
    return leases.get(0);
  }

  static Exchange settle(JobQueue queue, JobLease lease, JobOutcome outcome) {
    return queue.exchange(WORKER, List.of(new Settlement(lease, outcome)), 0, Duration.ZERO);
  }

  static List<JobId> ids(List<JobLease> leases) {
    return leases.stream().map(JobLease::job).toList();
  }

  static JobStatus status(JobQueue queue, JobId job) {
    return queue
        .status(job)
        .orElseThrow(() -> new AssertionError("job " + job + " is not known to the queue"));
  }

  static JobState state(JobQueue queue, JobId job) {
    return status(queue, job).state();
  }

  static JobOutcome.FannedOut fanOut(JobSpec... children) {
    return new JobOutcome.FannedOut(
        "planned",
        List.of(children).stream()
            .map(spec -> new JobOutcome.Child(spec, Priority.NORMAL))
            .toList());
  }
}
