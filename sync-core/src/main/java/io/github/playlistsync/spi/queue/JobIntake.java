package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import java.util.List;

/**
 * Accepts jobs. One of the capabilities of a {@link JobQueue}.
 *
 * <p>The same work is not queued twice. A spec that already waits keeps its job, whose priority
 * rises if the new one is more urgent. A spec that runs, or whose job waits for its children, may
 * have read what has changed since. It gets one more job, which cannot be claimed before the first
 * has ended and is {@link io.github.playlistsync.model.JobState#QUEUED} meanwhile.
 */
public interface JobIntake {

  /**
   * Enqueues work that starts after this call.
   *
   * @return the id of the job that does it: a new one, or the one that already waits
   */
  JobId enqueue(JobSpec spec, Priority priority);

  /**
   * Enqueues many at once, which is cheaper. Takes effect one by one: after a failure some may be
   * accepted, and repeating the call accepts none twice while they wait.
   *
   * @return the ids in the order of {@code specs}; empty for none
   */
  List<JobId> enqueueAll(List<JobSpec> specs, Priority priority);

  /**
   * Enqueues what neither waits nor runs, and changes nothing else: it adds no job behind a running
   * one and raises no priority. Refills a queue that lost its jobs.
   *
   * @return the ids in the order of {@code specs}; empty for none
   */
  List<JobId> ensureAll(List<JobSpec> specs, Priority priority);
}
