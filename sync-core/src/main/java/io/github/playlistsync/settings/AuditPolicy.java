package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * When a playlist is read although its snapshot did not move. Snapshots are not always true: those
 * of Spotify's own lists may stand still while the items change.
 *
 * <p>Every run audits Spotify's own lists. Another playlist is due once its last read is older than
 * {@code after}. A run audits at most {@code perRun} of those, half of them the oldest and half
 * drawn by lot, so that a library that was first synced on one day is not read again on one day,
 * and playlists whose audits fail keep no other from its turn. A playlist whose content was
 * restored from its history is not audited until it changes on Spotify.
 *
 * @param after the age at which an audit is due, 1 minute or more
 * @param perRun how many playlists a run audits at most, apart from Spotify's own, up to 1,000; 0
 *     turns all audits off, those of Spotify's own lists too
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

  /** Returns audits after 7 days, 10 per run. */
  public static AuditPolicy defaults() {
    return new AuditPolicy(Duration.ofDays(7), 10);
  }

  /** Returns no audits. */
  public static AuditPolicy off() {
    return new AuditPolicy(Duration.ofDays(7), 0);
  }
}
