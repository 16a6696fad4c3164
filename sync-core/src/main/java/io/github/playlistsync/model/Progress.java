package io.github.playlistsync.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, in numbers that were counted.
 *
 * @param phase what is being done
 * @param done how many of {@code unit} are done
 * @param total how many there are; null while that is not known
 * @param unit what is counted
 * @param eta how long it will take at the rate seen so far; null while no rate was seen
 */
public record Progress(
    Phase phase, long done, @Nullable Long total, Unit unit, @Nullable Duration eta) {

  /** The steps of a run, in order. */
  public enum Phase {
    /** The user's list is read and compared with what is kept. */
    PLAN,
    /** Items are read. */
    READ,
    /** Changes are written. */
    WRITE,
    /** The run is over. */
    DONE
  }

  /** What is counted. */
  public enum Unit {
    /** Playlists of a library. */
    PLAYLISTS,
    /** Items of a playlist. */
    ITEMS
  }

  /** Nothing done and nothing known yet. */
  public static final Progress NONE = new Progress(Phase.PLAN, 0, null, Unit.PLAYLISTS, null);

  /**
   * Checks the numbers.
   *
   * @throws NullPointerException if {@code phase} or {@code unit} is null
   * @throws IllegalArgumentException if {@code done} is negative or above {@code total}
   */
  public Progress {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(unit, "unit");
    if (done < 0 || (total != null && done > total)) {
      throw new IllegalArgumentException("done is " + done + " of " + total);
    }
  }
}
