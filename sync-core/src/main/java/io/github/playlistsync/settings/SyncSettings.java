package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/**
 * How a run goes about its work.
 *
 * @param playlistsAtOnce how many playlists are read side by side, 1 to 64
 * @param pagesAtOnce how many pages of one playlist are read side by side, 1 to 64
 * @param readAttempts how often a playlist that is edited while it is read is read at the most, 1
 *     to 10
 * @param patience how long a call may wait for Spotify's limits, and between its tries; a longer
 *     wait ends the run instead, which says when to go on. 0 to 10 minutes
 * @param removalGuard when a removal must be seen twice
 * @param audit when a playlist is read although its snapshot did not move
 * @param authorizationLead how long before a user's authorization ends the listener begins to hear
 *     of it, once a day; 0 to 180 days, of which 0 is never
 */
public record SyncSettings(
    int playlistsAtOnce,
    int pagesAtOnce,
    int readAttempts,
    Duration patience,
    RemovalGuard removalGuard,
    AuditPolicy audit,
    Duration authorizationLead) {
  private static final int MAX_AT_ONCE = 64;
  private static final int MAX_ATTEMPTS = 10;
  private static final Duration MAX_PATIENCE = Duration.ofMinutes(10);
  private static final Duration MAX_LEAD = Duration.ofDays(180);

  /**
   * Checks the numbers.
   *
   * @throws NullPointerException if a part is null
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SyncSettings {
    requireRange(playlistsAtOnce, "playlistsAtOnce", MAX_AT_ONCE);
    requireRange(pagesAtOnce, "pagesAtOnce", MAX_AT_ONCE);
    requireRange(readAttempts, "readAttempts", MAX_ATTEMPTS);
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(removalGuard, "removalGuard");
    Objects.requireNonNull(audit, "audit");
    Objects.requireNonNull(authorizationLead, "authorizationLead");
    if (patience.isNegative() || patience.compareTo(MAX_PATIENCE) > 0) {
      throw new IllegalArgumentException(
          "patience is " + patience + "; expected 0 to " + MAX_PATIENCE);
    }
    if (authorizationLead.isNegative() || authorizationLead.compareTo(MAX_LEAD) > 0) {
      throw new IllegalArgumentException(
          "authorizationLead is " + authorizationLead + "; expected 0 to " + MAX_LEAD);
    }
  }

  /**
   * 4 playlists and 8 pages at once, 3 attempts, 30 seconds of patience, the guard's and the
   * audits' defaults, 14 days of lead.
   */
  public static SyncSettings defaults() {
    return new SyncSettings(
        4,
        8,
        3,
        Duration.ofSeconds(30),
        RemovalGuard.defaults(),
        AuditPolicy.defaults(),
        Duration.ofDays(14));
  }

  /** The same with another number of playlists at once. */
  public SyncSettings withPlaylistsAtOnce(int number) {
    return new SyncSettings(
        number, pagesAtOnce, readAttempts, patience, removalGuard, audit, authorizationLead);
  }

  /** The same with another number of pages at once. */
  public SyncSettings withPagesAtOnce(int number) {
    return new SyncSettings(
        playlistsAtOnce, number, readAttempts, patience, removalGuard, audit, authorizationLead);
  }

  /** The same with another number of attempts. */
  public SyncSettings withReadAttempts(int number) {
    return new SyncSettings(
        playlistsAtOnce, pagesAtOnce, number, patience, removalGuard, audit, authorizationLead);
  }

  /** The same with other patience. */
  public SyncSettings withPatience(Duration duration) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        duration,
        removalGuard,
        audit,
        authorizationLead);
  }

  /** The same with another guard. */
  public SyncSettings withRemovalGuard(RemovalGuard guard) {
    return new SyncSettings(
        playlistsAtOnce, pagesAtOnce, readAttempts, patience, guard, audit, authorizationLead);
  }

  /** The same with other audits. */
  public SyncSettings withAudit(AuditPolicy policy) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        patience,
        removalGuard,
        policy,
        authorizationLead);
  }

  /** The same with another lead. */
  public SyncSettings withAuthorizationLead(Duration duration) {
    return new SyncSettings(
        playlistsAtOnce, pagesAtOnce, readAttempts, patience, removalGuard, audit, duration);
  }

  private static void requireRange(int number, String name, int max) {
    if (number < 1 || number > max) {
      throw new IllegalArgumentException(name + " is " + number + "; expected 1 to " + max);
    }
  }
}
