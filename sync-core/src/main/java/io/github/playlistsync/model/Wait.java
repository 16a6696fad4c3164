package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that is being waited for.
 *
 * @param until when it goes on; where that depends on something else than the time, the latest
 *     moment to which it is waited
 * @param reason what is waited for, in a few words
 */
public record Wait(Instant until, String reason) {

  /** Checks the parts. */
  public Wait {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(reason, "reason");
  }
}
