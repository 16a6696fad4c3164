package io.github.playlistsync.internal.run;

import java.time.Duration;

/**
 * A moment at which a wait ends, by a clock that nobody sets.
 *
 * @param nanos the moment, as {@link System#nanoTime} counts
 */
public record Deadline(long nanos) {

  /** Returns the moment after some time from now. */
  public static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Returns the earlier of this moment and the one after some time from now. */
  public Deadline atMostAfter(Duration time) {
    return time.compareTo(left()) < 0 ? after(time) : this;
  }

  /** The time until then; zero once it has come. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /** Whether the moment has come. */
  public boolean isOver() {
    return left().isZero();
  }
}
