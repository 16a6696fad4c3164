package io.github.playlistsync.spotify;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the access tokens of users who authorized the application, and refreshes them a minute
 * before they expire: once a user, however many threads and processes ask at once.
 *
 * <p>Tokens are kept in memory until they expire, those of the 10,000 users who were asked for
 * last. A logout in another process is therefore noticed within an hour; {@link #forget} makes this
 * one notice at once. Both methods may wait for another process that refreshes, up to two and a
 * half minutes, and throw what the {@link TokenStore} throws besides.
 */
public final class RefreshingAccessTokens implements AccessTokens {
  private static final Logger log = LoggerFactory.getLogger(RefreshingAccessTokens.class);
  private static final Duration MARGIN = Duration.ofMinutes(1);
  // Longer than all tries of a refresh usually take, so that only a dead holder's lease runs out.
  private static final Duration LEASE = Duration.ofSeconds(150);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int TRIES_TO_STORE = 4;
  static final int MOST_USERS = 10_000;

  private final SpotifyAuthorization authorization;
  private final TokenStore store;
  private final Clock clock;
  private final Sleeper sleeper;
  private final UserLocks renewals = new UserLocks();
  // Guarded by itself, and in the order of their use.
  private final Map<UserId, StoredTokens> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, StoredTokens> eldest) {
          return size() > MOST_USERS;
        }
      };

  private RefreshingAccessTokens(
      SpotifyAuthorization authorization, TokenStore store, Clock clock, Sleeper sleeper) {
    this.authorization = Objects.requireNonNull(authorization, "authorization");
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
  }

  /**
   * Access tokens out of a store. Neither argument is closed.
   *
   * @throws NullPointerException if an argument is null
   */
  public static RefreshingAccessTokens create(
      SpotifyAuthorization authorization, TokenStore store) {
    return create(authorization, store, Clock.systemUTC(), Sleeper.system());
  }

  /** The same with a given time, for tests. */
  public static RefreshingAccessTokens create(
      SpotifyAuthorization authorization, TokenStore store, Clock clock, Sleeper sleeper) {
    return new RefreshingAccessTokens(authorization, store, clock, sleeper);
  }

  @Override
  public String accessToken(UserId user) {
    StoredTokens kept = kept(user);
    return kept != null && isFresh(kept)
        ? kept.accessToken()
        : renewed(user, this::isFresh).accessToken();
  }

  @Override
  public String refresh(UserId user, String refused) {
    return renewed(user, t -> isFresh(t) && !t.accessToken().equals(refused)).accessToken();
  }

  /** Drops what is kept in memory of a user, as after a logout. */
  public void forget(UserId user) {
    synchronized (known) {
      known.remove(user);
    }
  }

  private boolean isFresh(StoredTokens tokens) {
    return clock.instant().plus(MARGIN).isBefore(tokens.accessExpiresAt());
  }

  /** One thread at a time renews a user's tokens; those who waited find them done. */
  private StoredTokens renewed(UserId user, Predicate<StoredTokens> usable) {
    try {
      return renewals.take(user, () -> keptOrRenewed(user, usable));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private StoredTokens keptOrRenewed(UserId user, Predicate<StoredTokens> usable) {
    StoredTokens kept = kept(user);
    if (kept != null && usable.test(kept)) {
      return kept;
    }
    try {
      StoredTokens tokens = loadOrRefresh(user, usable);
      keep(user, tokens);
      return tokens;
    } catch (AuthorizationException e) {
      forget(user);
      throw e;
    }
  }

  private @Nullable StoredTokens kept(UserId user) {
    synchronized (known) {
      return known.get(user);
    }
  }

  private void keep(UserId user, StoredTokens tokens) {
    synchronized (known) {
      known.put(user, tokens);
    }
  }

  private StoredTokens loadOrRefresh(UserId user, Predicate<StoredTokens> usable) {
    String holder = UUID.randomUUID().toString();
    Instant giveUp = clock.instant().plus(LEASE);
    do {
      StoredTokens stored = load(user);
      if (usable.test(stored)) {
        return stored;
      }
      if (store.tryLease(user, holder, LEASE)) {
        return refreshAsHolder(user, holder, usable);
      }
      pause();
    } while (clock.instant().isBefore(giveUp));
    throw new SpotifyUnavailableException(
        "another process has been refreshing the tokens of user " + user + " for too long");
  }

  private StoredTokens refreshAsHolder(UserId user, String holder, Predicate<StoredTokens> usable) {
    try {
      // Whoever had the lease before may have refreshed since they were loaded.
      StoredTokens stored = load(user);
      return usable.test(stored) ? stored : refreshed(user, stored, usable);
    } finally {
      store.endLease(user, holder);
    }
  }

  private StoredTokens refreshed(UserId user, StoredTokens stored, Predicate<StoredTokens> usable) {
    StoredTokens fresh;
    try {
      fresh = authorization.refresh(stored);
      log.debug("Refreshed the access token of user {}", user);
    } catch (AuthorizationException dead) {
      return replacedMeanwhile(user, stored, usable).orElseThrow(() -> dead);
    }
    // If it cannot be stored, this process still goes on with it.
    keep(user, fresh);
    if (replace(user, stored, fresh)) {
      return fresh;
    }
    return replacedMeanwhile(user, stored, usable)
        .orElseThrow(
            () ->
                new AuthorizationException(
                    "the authorization of user " + user + " ended while it was refreshed"));
  }

  /** What somebody else stored meanwhile: the outcome of a new authorization, as a rule. */
  private Optional<StoredTokens> replacedMeanwhile(
      UserId user, StoredTokens used, Predicate<StoredTokens> usable) {
    return store.load(user).filter(now -> !now.equals(used) && usable.test(now));
  }

  // The old refresh token may be dead by now: the new one must not be lost to a database that
  // blinks.
  private boolean replace(UserId user, StoredTokens stored, StoredTokens fresh) {
    for (int tries = 1; true; tries++) {
      try {
        return store.replace(user, stored, fresh);
      } catch (StoreUnavailableException e) {
        if (tries == TRIES_TO_STORE) {
          throw e;
        }
        log.warn("The refreshed tokens of user {} could not be stored, trying again", user, e);
        pause();
      }
    }
  }

  private StoredTokens load(UserId user) {
    return store
        .load(user)
        .orElseThrow(
            () ->
                new AuthorizationException("user " + user + " has not authorized the application"));
  }

  private void pause() {
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SyncInterruptedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SyncInterruptedException("interrupted while waiting for an access token", e);
  }
}
