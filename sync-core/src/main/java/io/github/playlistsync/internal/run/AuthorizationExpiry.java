package io.github.playlistsync.internal.run;

import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.UserStatus;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long users' authorizations last, and which of them end soon.
 *
 * <p>Warns at most once per remaining day; the last library sync shows whether that day was
 * announced. Without one, only this process knows, and another may announce the day again.
 */
public final class AuthorizationExpiry {
  private static final Logger log = LoggerFactory.getLogger(AuthorizationExpiry.class);
  private static final int MOST_USERS = 10_000;

  private final @Nullable TokenStore tokens;
  private final Duration lead;
  private final Clock clock;
  // Guarded by itself.
  private final Map<UserId, Instant> announced =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Instant> eldest) {
          return size() > MOST_USERS;
        }
      };

  public AuthorizationExpiry(@Nullable TokenStore tokens, Duration lead, Clock clock) {
    this.tokens = tokens;
    this.lead = lead;
    this.clock = clock;
  }

  /** The same authorizations, of whose end nobody is warned. */
  AuthorizationExpiry withoutWarnings() {
    return new AuthorizationExpiry(tokens, Duration.ZERO, clock);
  }

  /** What a user granted; empty where the engine does not know. */
  public Optional<Set<String>> scopes(UserId user) {
    return stored(user).map(StoredTokens::scopes);
  }

  /** How long the authorization of a user lasts; empty where the engine does not know. */
  public Optional<UserStatus.Authorization> of(UserId user) {
    Instant now = clock.instant();
    return stored(user).map(found -> authorization(found, now));
  }

  private Optional<StoredTokens> stored(UserId user) {
    if (tokens == null) {
      return Optional.empty();
    }
    try {
      return tokens.load(user);
    } catch (SyncException unknown) {
      log.warn("The authorization of {} cannot be read: {}", user, unknown.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The authorization of a user, if its end is due to be announced.
   *
   * @param lastSync when the library was last read as a whole, before this run; empty if never
   */
  public Optional<UserStatus.Authorization> ending(UserId user, Optional<Instant> lastSync) {
    if (lead.isZero()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return of(user)
        .filter(found -> found.endsAt().minus(lead).isBefore(now))
        .filter(found -> lastSync.isEmpty() || !isSameDay(found, lastSync.get(), now))
        .filter(found -> isFirstOfDay(user, found, now));
  }

  private boolean isFirstOfDay(UserId user, UserStatus.Authorization found, Instant now) {
    synchronized (announced) {
      Instant before = announced.get(user);
      if (before != null && isSameDay(found, before, now)) {
        return false;
      }
      announced.put(user, now);
      return true;
    }
  }

  /** Whether its end was due at {@code before} already, with as many days left as now. */
  private boolean isSameDay(UserStatus.Authorization found, Instant before, Instant now) {
    return found.since().isBefore(before)
        && found.endsAt().minus(lead).isBefore(before)
        && Duration.between(before, found.endsAt()).toDays()
            == Duration.between(now, found.endsAt()).toDays();
  }

  private static UserStatus.Authorization authorization(StoredTokens stored, Instant now) {
    return new UserStatus.Authorization(
        stored.authorizedAt(), stored.authorizationEndsAt(), stored.daysLeft(now));
  }
}
