package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import java.util.List;

/**
 * How jobs come in. One of the capabilities of a {@link JobQueue}.
 *
 * <p>The same work is not queued twice: a spec that waits already keeps its job, whose priority is
 * raised if the new one is more urgent. A spec that runs already, or whose job waits for its
 * children, may have read what has changed since; it gets one more job, which is taken when that
 * one has ended and is {@link io.github.playlistsync.model.JobState#QUEUED} meanwhile.
 */
public interface JobIntake {

  /**
   * Sees to it that the work is done after this moment.
   *
   * @return the id of the job that does it: a new one, or the one that waits already
   */
  JobId enqueue(JobSpec spec, Priority priority);

  /**
   * The same for many at once, cheaper. Takes effect one by one: after a failure some may be
   * accepted, and repeating the call accepts none twice while they wait.
   *
   * @return the ids in the order of {@code specs}; empty for none
   */
  List<JobId> enqueueAll(List<JobSpec> specs, Priority priority);

  /**
   * Sees to it that each of these is waiting or running, and nothing more: what runs already is
   * left alone, and no priority is raised. This is how a queue that lost its jobs is filled again.
   *
   * @return the ids in the order of {@code specs}; empty for none
   */
  List<JobId> ensureAll(List<JobSpec> specs, Priority priority);
}
