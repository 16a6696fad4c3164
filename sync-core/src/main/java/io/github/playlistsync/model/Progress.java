package io.github.playlistsync.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The counted progress of a run.
 *
 * @param phase the current phase
 * @param done how many of {@code unit} are done
 * @param total how many there are; null while unknown
 * @param unit what is counted
 * @param eta the remaining time at the observed rate; null before a rate was observed
 */
public record Progress(
    Phase phase, long done, @Nullable Long total, Unit unit, @Nullable Duration eta) {

  /** The phases of a run, in order. */
  public enum Phase {
    /** Reads the user's list and compares it with what is stored. */
    PLAN,
    /** Reads items. */
    READ,
    /** Writes changes. */
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
