package io.github.playlistsync.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored schedule and what may slow it down.
 *
 * @param schedule the schedule that the host set
 * @param suspension why the syncs of its user fail until somebody acts; null if they do not
 */
public record StoredSchedule(SyncSchedule schedule, @Nullable Suspension suspension) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code schedule} is null
   */
  public StoredSchedule {
    Objects.requireNonNull(schedule, "schedule");
  }
}
