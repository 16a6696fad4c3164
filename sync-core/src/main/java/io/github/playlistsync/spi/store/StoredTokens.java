package io.github.playlistsync.spi.store;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tokens of a user's authorization. Both are secrets: they are stored encrypted only, and
 * {@link #toString} leaves them out.
 *
 * @param accessToken the token that calls carry
 * @param accessExpiresAt when Spotify stops accepting it, about an hour after it was issued
 * @param refreshToken the token that buys a new access token
 * @param authorizedAt when the user authorized the application; a refresh does not move it
 * @param scopes what the user granted, which may be less than was asked for
 */
public record StoredTokens(
    String accessToken,
    Instant accessExpiresAt,
    String refreshToken,
    Instant authorizedAt,
    Set<String> scopes) {
  private static final int MONTHS_TO_LIVE = 6;

  /**
   * Checks the parts, copies the set, and truncates the times to microseconds, so that a value
   * equals its copy from a database.
   *
   * @throws NullPointerException if a part is null
   */
  public StoredTokens {
    Objects.requireNonNull(accessToken, "accessToken");
    accessExpiresAt = accessExpiresAt.truncatedTo(ChronoUnit.MICROS);
    Objects.requireNonNull(refreshToken, "refreshToken");
    authorizedAt = authorizedAt.truncatedTo(ChronoUnit.MICROS);
    scopes = Set.copyOf(scopes);
  }

  /**
   * Returns when the refresh token expires and the user must authorize the application again: six
   * months after they did, however often it was used.
   *
   * @see <a
   *     href="https://developer.spotify.com/documentation/web-api/tutorials/refreshing-tokens">Refreshing
   *     tokens</a>
   */
  public Instant authorizationEndsAt() {
    return authorizedAt.atOffset(ZoneOffset.UTC).plusMonths(MONTHS_TO_LIVE).toInstant();
  }

  /** Returns how many whole days are left until then; 0 on the last day and after. */
  public long daysLeft(Instant now) {
    return Math.max(0, Duration.between(now, authorizationEndsAt()).toDays());
  }

  /** Those of {@code needed} that the user did not grant. */
  public Set<String> missing(Set<String> needed) {
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(scopes);
    return missing;
  }

  @Override
  public String toString() {
    return "StoredTokens[***, accessExpiresAt=%s, authorizedAt=%s, scopes=%s]"
        .formatted(accessExpiresAt, authorizedAt, scopes);
  }
}
