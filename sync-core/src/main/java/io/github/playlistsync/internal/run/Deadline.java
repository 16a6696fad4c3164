package io.github.playlistsync.internal.run;

import java.time.Duration;

/**
 * The moment at which a wait ends, by a clock that nobody can set.
 *
 * @param nanos the moment, as {@link System#nanoTime} counts
 */
public record Deadline(long nanos) {

  /** Returns the moment that comes {@code time} from now. */
  public static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Returns this moment, or the one that comes {@code time} from now if that is earlier. */
  public Deadline atMostAfter(Duration time) {
    return time.compareTo(left()) < 0 ? after(time) : this;
  }

  /** The time that is left; zero once the moment has come. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /** Whether the moment has come. */
  public boolean isOver() {
    return left().isZero();
  }
}
