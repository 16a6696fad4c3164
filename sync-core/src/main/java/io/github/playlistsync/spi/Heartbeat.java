package io.github.playlistsync.spi;

import io.github.playlistsync.model.Progress;
import java.util.Objects;

/**
 * A sign of life of a running job.
 *
 * @param lease by which the job is held
 * @param progress how far it is
 */
public record Heartbeat(JobLease lease, Progress progress) {

  /** Checks the parts. */
  public Heartbeat {
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(progress, "progress");
  }
}
