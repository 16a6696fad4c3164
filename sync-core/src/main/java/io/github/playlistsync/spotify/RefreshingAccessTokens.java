package io.github.playlistsync.spotify;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.CallContext;
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
 * Gives the access tokens of users who authorized the application, and refreshes each a minute
 * before it expires: once per user, however many threads and processes ask at once.
 *
 * <p>Tokens stay in memory until they expire, those of the 10,000 users who were asked for last. So
 * a logout in another process is noticed within an hour; {@link #forget} makes this one notice at
 * once. Refreshed tokens that the store cannot take stay in memory, too, and are used and written
 * as soon as it is back.
 *
 * <p>The methods may wait up to two and a half minutes for another process that refreshes; those
 * with a {@link CallContext} give up when the call is canceled. They also throw what the {@link
 * TokenStore} throws.
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
  private final PendingTokens pending;
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
    pending = new PendingTokens(store);
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
    return accessToken(UnwatchedCall.of(user));
  }

  @Override
  public String refresh(UserId user, String refused) {
    return refresh(UnwatchedCall.of(user), refused);
  }

  @Override
  public String accessToken(CallContext call) {
    StoredTokens kept = kept(call.user());
    return kept != null && isFresh(kept) && pending.of(call.user()) == null
        ? kept.accessToken()
        : renewed(call, this::isFresh).accessToken();
  }

  @Override
  public String refresh(CallContext call, String refused) {
    return renewed(call, t -> isFresh(t) && !t.accessToken().equals(refused)).accessToken();
  }

  /** Drops what is kept in memory of a user, as after a logout. */
  public void forget(UserId user) {
    pending.drop(user);
    drop(user);
  }

  private boolean isFresh(StoredTokens tokens) {
    return clock.instant().plus(MARGIN).isBefore(tokens.accessExpiresAt());
  }

  /** One thread at a time renews a user's tokens; those who waited find them done. */
  private StoredTokens renewed(CallContext call, Predicate<StoredTokens> usable) {
    return renewals.take(call, () -> keptOrRenewed(call, usable));
  }

  private StoredTokens keptOrRenewed(CallContext call, Predicate<StoredTokens> usable) {
    UserId user = call.user();
    if (pending.write(user) == PendingTokens.Written.OVERTAKEN) {
      drop(user);
    }
    StoredTokens kept = kept(user);
    if (kept != null && usable.test(kept)) {
      return kept;
    }
    try {
      StoredTokens waiting = pending.of(user);
      StoredTokens tokens =
          waiting == null ? loadOrRefresh(call, usable) : usableOrRefreshed(call, waiting, usable);
      keep(user, tokens);
      return tokens;
    } catch (AuthorizationException e) {
      // Pending tokens may be the only ones: they go when the store has others, or none.
      drop(user);
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

  private void drop(UserId user) {
    synchronized (known) {
      known.remove(user);
    }
  }

  private StoredTokens loadOrRefresh(CallContext call, Predicate<StoredTokens> usable) {
    UserId user = call.user();
    String holder = UUID.randomUUID().toString();
    StoredTokens stored = load(user);
    if (usable.test(stored)) {
      return stored;
    }
    if (store.tryLease(user, holder, LEASE)) {
      return refreshAsHolder(call, holder, usable);
    }
    Instant giveUp = clock.instant().plus(LEASE);
    String what = "another process refreshes the access token";
    call.waiting(giveUp, what);
    try {
      for (long polls = LEASE.dividedBy(POLL); polls > 0; polls--) {
        pause(call);
        stored = load(user);
        if (usable.test(stored)) {
          return stored;
        }
        if (store.tryLease(user, holder, LEASE)) {
          return refreshAsHolder(call, holder, usable);
        }
      }
    } finally {
      call.waited(giveUp, what);
    }
    throw new SpotifyUnavailableException(
        "another process has been refreshing the tokens of user " + user + " for too long");
  }

  private StoredTokens refreshAsHolder(
      CallContext call, String holder, Predicate<StoredTokens> usable) {
    try {
      // Whoever had the lease before may have refreshed since they were loaded.
      return usableOrRefreshed(call, load(call.user()), usable);
    } finally {
      endLease(call.user(), holder);
    }
  }

  private StoredTokens usableOrRefreshed(
      CallContext call, StoredTokens used, Predicate<StoredTokens> usable) {
    if (usable.test(used)) {
      return used;
    }
    UserId user = call.user();
    StoredTokens fresh;
    try {
      fresh = authorization.refresh(call, used);
      log.debug("Refreshed the access token of user {}", user);
    } catch (AuthorizationException dead) {
      return replacedMeanwhile(user, used, usable).orElseThrow(() -> dead);
    }
    keep(user, fresh);
    pending.put(user, used, fresh);
    PendingTokens.Written written = pending.write(user);
    for (int tries = 1;
        written == PendingTokens.Written.NOT_YET && tries < TRIES_TO_STORE;
        tries++) {
      pause(call);
      written = pending.write(user);
    }
    if (written == PendingTokens.Written.NOT_YET) {
      log.warn("The refreshed tokens of user {} wait in memory until the store takes them", user);
    }
    if (written != PendingTokens.Written.OVERTAKEN) {
      return fresh;
    }
    return replacedMeanwhile(user, used, usable)
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

  private StoredTokens load(UserId user) {
    return store
        .load(user)
        .orElseThrow(
            () ->
                new AuthorizationException("user " + user + " has not authorized the application"));
  }

  // A lease ends by itself, so a store that went away meanwhile costs nothing but time.
  private void endLease(UserId user, String holder) {
    try {
      store.endLease(user, holder);
    } catch (RuntimeException away) {
      log.debug("The lease on the tokens of user {} runs out by itself", user, away);
    }
  }

  private void pause(CallContext call) {
    call.checkCanceled();
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while waiting for an access token", e);
    }
    call.checkCanceled();
  }
}
