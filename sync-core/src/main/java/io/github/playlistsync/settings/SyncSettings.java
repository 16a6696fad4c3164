package io.github.playlistsync.settings;

import java.time.Duration;
import java.util.Objects;

/** How a run works. Start from {@link #defaults()}; each {@code with…} returns a changed copy. */
public final class SyncSettings {
  private static final int MAX_AT_ONCE = 64;
  private static final int MAX_ATTEMPTS = 10;
  private static final int MAX_ITEMS = 1_000_000;
  private static final Duration MAX_PATIENCE = Duration.ofMinutes(10);
  private static final Duration MAX_LEAD = Duration.ofDays(180);
  private static final SyncSettings DEFAULTS =
      new SyncSettings(
          4,
          8,
          3,
          Duration.ofSeconds(30),
          RemovalGuard.defaults(),
          AuditPolicy.defaults(),
          Duration.ofDays(14),
          100_000);

  private final int playlistsAtOnce;
  private final int pagesAtOnce;
  private final int readAttempts;
  private final Duration patience;
  private final RemovalGuard removalGuard;
  private final AuditPolicy audit;
  private final Duration authorizationLead;
  private final int maxItems;

  private SyncSettings(
      int playlistsAtOnce,
      int pagesAtOnce,
      int readAttempts,
      Duration patience,
      RemovalGuard removalGuard,
      AuditPolicy audit,
      Duration authorizationLead,
      int maxItems) {
    this.playlistsAtOnce = requireRange(playlistsAtOnce, "playlistsAtOnce", MAX_AT_ONCE);
    this.pagesAtOnce = requireRange(pagesAtOnce, "pagesAtOnce", MAX_AT_ONCE);
    this.readAttempts = requireRange(readAttempts, "readAttempts", MAX_ATTEMPTS);
    this.patience = requireRange(patience, "patience", MAX_PATIENCE);
    this.removalGuard = Objects.requireNonNull(removalGuard, "removalGuard");
    this.audit = Objects.requireNonNull(audit, "audit");
    this.authorizationLead = requireRange(authorizationLead, "authorizationLead", MAX_LEAD);
    this.maxItems = requireRange(maxItems, "maxItems", MAX_ITEMS);
  }

  /**
   * Returns 4 playlists and 8 pages at once, 3 read attempts, 30 seconds of patience, the defaults
   * of the removal guard and of audits, 14 days of authorization lead, and playlists of 100,000
   * items.
   */
  public static SyncSettings defaults() {
    return DEFAULTS;
  }

  /** How many playlists are read at once. */
  public int playlistsAtOnce() {
    return playlistsAtOnce;
  }

  /** How many pages of one playlist are read at once. */
  public int pagesAtOnce() {
    return pagesAtOnce;
  }

  /** How often a list or a playlist is read, in all, until a read is complete. */
  public int readAttempts() {
    return readAttempts;
  }

  /**
   * How long a call may wait for Spotify's limits, and between its attempts. A longer wait ends the
   * run instead, and the report says when it can continue.
   */
  public Duration patience() {
    return patience;
  }

  /** When a second read must confirm a removal. */
  public RemovalGuard removalGuard() {
    return removalGuard;
  }

  /** When a playlist is read although its snapshot did not move. */
  public AuditPolicy audit() {
    return audit;
  }

  /**
   * How long before the end of a user's authorization the listener hears of it, once a day; 0 for
   * never.
   */
  public Duration authorizationLead() {
    return authorizationLead;
  }

  /**
   * The longest playlist that is read, in items. A longer one fails and stays as it is stored, so
   * no total that Spotify announces fills the memory.
   */
  public int maxItems() {
    return maxItems;
  }

  /**
   * Reads another number of playlists at once.
   *
   * @param number 1 to 64
   * @throws IllegalArgumentException if {@code number} is out of range
   */
  public SyncSettings withPlaylistsAtOnce(int number) {
    return new SyncSettings(
        number,
        pagesAtOnce,
        readAttempts,
        patience,
        removalGuard,
        audit,
        authorizationLead,
        maxItems);
  }

  /**
   * Reads another number of pages of one playlist at once.
   *
   * @param number 1 to 64
   * @throws IllegalArgumentException if {@code number} is out of range
   */
  public SyncSettings withPagesAtOnce(int number) {
    return new SyncSettings(
        playlistsAtOnce,
        number,
        readAttempts,
        patience,
        removalGuard,
        audit,
        authorizationLead,
        maxItems);
  }

  /**
   * Tries another number of times to read a list or a playlist completely.
   *
   * @param number 1 to 10
   * @throws IllegalArgumentException if {@code number} is out of range
   */
  public SyncSettings withReadAttempts(int number) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        number,
        patience,
        removalGuard,
        audit,
        authorizationLead,
        maxItems);
  }

  /**
   * Waits for another time before a run ends.
   *
   * @param duration 0 to 10 minutes
   * @throws IllegalArgumentException if {@code duration} is out of range
   */
  public SyncSettings withPatience(Duration duration) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        duration,
        removalGuard,
        audit,
        authorizationLead,
        maxItems);
  }

  /** Confirms removals by another guard. */
  public SyncSettings withRemovalGuard(RemovalGuard guard) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        patience,
        guard,
        audit,
        authorizationLead,
        maxItems);
  }

  /** Audits by another policy. */
  public SyncSettings withAudit(AuditPolicy policy) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        patience,
        removalGuard,
        policy,
        authorizationLead,
        maxItems);
  }

  /**
   * Announces the end of an authorization another time before it.
   *
   * @param duration 0 to 180 days; 0 for never
   * @throws IllegalArgumentException if {@code duration} is out of range
   */
  public SyncSettings withAuthorizationLead(Duration duration) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        patience,
        removalGuard,
        audit,
        duration,
        maxItems);
  }

  /**
   * Reads longer playlists, or only shorter ones.
   *
   * @param number 1 to 1,000,000
   * @throws IllegalArgumentException if {@code number} is out of range
   */
  public SyncSettings withMaxItems(int number) {
    return new SyncSettings(
        playlistsAtOnce,
        pagesAtOnce,
        readAttempts,
        patience,
        removalGuard,
        audit,
        authorizationLead,
        number);
  }

  private static int requireRange(int number, String name, int max) {
    if (number < 1 || number > max) {
      throw new IllegalArgumentException(name + " is " + number + "; expected 1 to " + max);
    }
    return number;
  }

  private static Duration requireRange(Duration duration, String name, Duration max) {
    if (Objects.requireNonNull(duration, name).isNegative() || duration.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " is " + duration + "; expected 0 to " + max);
    }
    return duration;
  }
}
