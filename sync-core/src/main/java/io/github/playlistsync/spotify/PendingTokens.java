package io.github.playlistsync.spotify;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshed tokens on their way into the store. A refresh may end the life of the refresh token
 * that the store still holds, so they stay here, in memory only, for as long as the store is away.
 * One thread at a time works on a user's.
 */
final class PendingTokens {
  private static final Logger log = LoggerFactory.getLogger(PendingTokens.class);

  private final TokenStore store;
  private final Map<UserId, Refreshed> pending = new ConcurrentHashMap<>();

  /**
   * What came of a refresh.
   *
   * @param stored what the store held before
   */
  private record Refreshed(StoredTokens stored, StoredTokens fresh) {}

  /** What became of an attempt to write. */
  enum Written {
    /** The store has them, or there were none. */
    DONE,
    /** The store is away, and they stay. */
    NOT_YET,
    /** Somebody else changed what the store held; that counts, and they are dropped. */
    OVERTAKEN
  }

  PendingTokens(TokenStore store) {
    this.store = store;
  }

  /** The tokens that the store does not have yet; null if there are none. */
  @Nullable StoredTokens of(UserId user) {
    Refreshed refreshed = pending.get(user);
    return refreshed == null ? null : refreshed.fresh();
  }

  /** Takes the tokens that replace {@code used}, which was pending or stored. */
  void put(UserId user, StoredTokens used, StoredTokens fresh) {
    pending.merge(
        user,
        new Refreshed(used, fresh),
        (before, now) -> new Refreshed(before.stored(), now.fresh()));
  }

  void drop(UserId user) {
    pending.remove(user);
  }

  /** Writes a user's tokens if there are any. */
  Written write(UserId user) {
    Refreshed refreshed = pending.get(user);
    if (refreshed == null) {
      return Written.DONE;
    }
    boolean replaced;
    try {
      replaced = store.replace(user, refreshed.stored(), refreshed.fresh());
    } catch (SyncInterruptedException e) {
      throw e;
    } catch (RuntimeException away) {
      // Whatever a store throws, the only copy of a refresh token outlives it. Only the kind is
      // logged, since the message of a host's exception may quote what was to be written.
      log.debug("The store does not take tokens of user {}: {}", user, away.getClass().getName());
      return Written.NOT_YET;
    }
    pending.remove(user, refreshed);
    return replaced ? Written.DONE : Written.OVERTAKEN;
  }
}
