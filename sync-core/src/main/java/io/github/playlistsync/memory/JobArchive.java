package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobState;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.queue.QueueSettings.Retention;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The jobs that ended, oldest first, until they are forgotten. Guarded by the queue's lock. */
final class JobArchive {
  private final QueueSettings settings;
  private final Consumer<JobEntry> forget;
  private final Deque<Kept> ended = new ArrayDeque<>();
  private final Deque<Kept> failed = new ArrayDeque<>();

  JobArchive(QueueSettings settings, Consumer<JobEntry> forget) {
    this.settings = settings;
    this.forget = forget;
  }

  void add(JobEntry job, Instant now) {
    (job.state == JobState.FAILED ? failed : ended).add(new Kept(job, now));
    trim(now);
  }

  void trim(Instant now) {
    trim(ended, settings.ended(), now);
    trim(failed, settings.failed(), now);
  }

  private void trim(Deque<Kept> jobs, Retention retention, Instant now) {
    Instant oldest = now.minus(retention.age());
    Kept first = jobs.peek();
    while (first != null && (jobs.size() > retention.count() || !first.since.isAfter(oldest))) {
      jobs.remove();
      forget.accept(first.job);
      first = jobs.peek();
    }
  }

  private record Kept(JobEntry job, Instant since) {}
}
