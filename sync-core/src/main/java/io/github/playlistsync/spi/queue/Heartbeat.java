package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Wait;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life of a running job.
 *
 * @param lease the lease of the job
 * @param progress its progress
 * @param waiting what its run waits for; null if it does not wait
 */
public record Heartbeat(JobLease lease, Progress progress, @Nullable Wait waiting) {

  /** Checks the parts. */
  public Heartbeat {
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(progress, "progress");
  }

  /** Makes a heartbeat of a run that does not wait. */
  public Heartbeat(JobLease lease, Progress progress) {
    this(lease, progress, null);
  }
}
