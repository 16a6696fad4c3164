package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A wait.
 *
 * @param until when it ends; if that depends on more than the time, the latest moment
 * @param reason what is waited for, in a few words
 */
public record Wait(Instant until, String reason) {

  /** Checks the parts. */
  public Wait {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(reason, "reason");
  }
}
