package io.github.playlistsync.memory;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps tokens in the memory of one process, unencrypted. */
public final class InMemoryTokenStore implements TokenStore {
  private final Clock clock;
  // Guarded by this.
  private final Map<UserId, StoredTokens> tokens = new HashMap<>();
  private final Map<UserId, Lease> leases = new HashMap<>();

  private record Lease(String holder, Instant until) {}

  private InMemoryTokenStore(Clock clock) {
    this.clock = clock;
  }

  /** Returns an empty store. */
  public static InMemoryTokenStore create() {
    return create(Clock.systemUTC());
  }

  /** Returns an empty store whose leases expire by the given clock. */
  public static InMemoryTokenStore create(Clock clock) {
    return new InMemoryTokenStore(Objects.requireNonNull(clock, "clock"));
  }

  @Override
  public synchronized Optional<StoredTokens> load(UserId user) {
    return Optional.ofNullable(tokens.get(user));
  }

  @Override
  public synchronized void save(UserId user, StoredTokens authorized) {
    tokens.put(user, Objects.requireNonNull(authorized, "tokens"));
    leases.remove(user);
  }

  @Override
  public synchronized boolean replace(
      UserId user, StoredTokens expected, StoredTokens replacement) {
    return tokens.replace(user, expected, replacement);
  }

  @Override
  public synchronized void delete(UserId user) {
    tokens.remove(user);
    leases.remove(user);
  }

  @Override
  public synchronized boolean tryLease(UserId user, String holder, Duration length) {
    Instant now = clock.instant();
    @Nullable Lease lease = leases.get(user);
    boolean held = lease != null && lease.until().isAfter(now) && !lease.holder().equals(holder);
    if (held || !tokens.containsKey(user)) {
      return false;
    }
    leases.put(user, new Lease(holder, now.plus(length)));
    return true;
  }

  @Override
  public synchronized void endLease(UserId user, String holder) {
    @Nullable Lease lease = leases.get(user);
    if (lease != null && lease.holder().equals(holder)) {
      leases.remove(user);
    }
  }
}
