package io.github.playlistsync.spi.queue;

import io.github.playlistsync.model.JobEvent;
import java.util.List;
import java.util.Objects;

/**
 * A page of job events.
 *
 * @param events the events; may be empty
 * @param next the cursor of the next page, in the queue's own form
 * @param gap whether the queue forgot events that came before these and after the last page, so
 *     that a reader has to look at the jobs themselves
 */
public record JobEvents(List<JobEvent> events, String next, boolean gap) {

  /** Checks the parts and copies the list. */
  public JobEvents {
    events = List.copyOf(events);
    Objects.requireNonNull(next, "next");
  }
}
