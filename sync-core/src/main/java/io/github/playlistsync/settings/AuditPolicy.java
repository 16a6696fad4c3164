package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * When a playlist is read although its snapshot did not move, because snapshots are not always
 * true: those of Spotify's own lists may stand still while the items change.
 *
 * <p>Spotify's own lists are audited by every run. Another playlist is due once what is stored was
 * last read longer ago than {@code after}; a run audits {@code perRun} of those at the most, the
 * oldest first, so that a library that came in on one day is not read again on one day. A playlist
 * whose content was restored from its history is not audited until it changes on Spotify.
 *
 * @param after the age at which an audit is due, 1 minute or more
 * @param perRun how many playlists a run audits at the most, Spotify's own not counted, up to
 *     1,000; 0 switches audits off, those of Spotify's own lists too
 */
public record AuditPolicy(Duration after, int perRun) {
  private static final Duration MIN_AFTER = Duration.ofMinutes(1);
  private static final int MAX_PER_RUN = 1_000;

  /**
   * Checks the limits.
   *
   * @throws NullPointerException if {@code after} is null
   * @throws IllegalArgumentException if a limit is out of its range
   */
  public AuditPolicy {
    Objects.requireNonNull(after, "after");
    if (after.compareTo(MIN_AFTER) < 0) {
      throw new IllegalArgumentException("after is " + after + "; expected 1 minute or more");
    }
    if (perRun < 0 || perRun > MAX_PER_RUN) {
      throw new IllegalArgumentException("perRun is " + perRun + "; expected 0 to " + MAX_PER_RUN);
    }
  }

  /** After 7 days, 10 a run. */
  public static AuditPolicy defaults() {
    return new AuditPolicy(Duration.ofDays(7), 10);
  }

  /** No audits. */
  public static AuditPolicy off() {
    return new AuditPolicy(Duration.ofDays(7), 0);
  }
}
