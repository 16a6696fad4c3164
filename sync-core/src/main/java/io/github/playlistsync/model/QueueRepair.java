package io.github.playlistsync.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repair of a queue found.
 *
 * @param checked how many jobs it looked at
 * @param mended how many things were wrong and are right now
 * @param left how many things are not right, or could not be made what they were
 * @param findings the first of them, in the order in which they were found; at most {@value
 *     #MAX_FINDINGS}
 */
public record QueueRepair(long checked, long mended, long left, List<Finding> findings) {

  /** The most findings that are listed; all of them are counted. */
  public static final int MAX_FINDINGS = 1_000;

  /** Copies the list. */
  public QueueRepair {
    findings = List.copyOf(findings);
  }

  /** Whether everything is right now, and nothing was lost. */
  public boolean isRight() {
    return left == 0;
  }

  /** What a finding is about. */
  public enum Kind {
    /** A part of a job was lost and could be restored, or does not matter. */
    DAMAGED,
    /** Something cannot be read; if it is a job, it failed. */
    UNREADABLE,
    /** A job was accepted, and nothing is left of it but its name. */
    LOST,
    /** A job was not where its state puts it, so that nothing would have happened to it. */
    MISPLACED,
    /** Something was left of what does not exist or is elsewhere; it is removed. */
    STRAY,
    /** Two jobs do the same work; one waits for the other, or is canceled. */
    FORKED,
    /** A parent and its children disagreed. */
    CHILDREN,
    /** Something was counted wrong. */
    COUNTS,
    /** A schedule would not have fired, or fired for nobody. */
    SCHEDULE,
    /** A newer version wrote a job; it is left to that version. */
    NEWER,
    /** It changed too fast to be compared; the next repair may succeed. */
    BUSY
  }

  /**
   * Something that was not right.
   *
   * @param kind what it is about
   * @param job the job that it concerns, if one is known
   * @param user the user whom it concerns, if one is known
   * @param message what was wrong and what became of it, as a sentence for people
   * @param mended whether it is right now
   */
  public record Finding(
      Kind kind, @Nullable JobId job, @Nullable UserId user, String message, boolean mended) {}
}
