package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores the tokens of users, and lets one process at a time refresh those of a user.
 *
 * <p>A refresh token may be valid for a single use, so two processes that refresh at once could
 * lose the login. Each acquires the user's lease first. A lease is a column next to the tokens, not
 * a lock: no transaction is open while Spotify is called. It expires by itself if its holder dies.
 * Should it expire too early, {@link #replace} still decides who was first.
 *
 * <p>Every method is a transaction of its own, safe for use by several threads and processes.
 * Tokens at rest are encrypted. All throw {@link
 * io.github.playlistsync.error.StoreUnavailableException} and {@link
 * io.github.playlistsync.error.StoreException}.
 */
public interface TokenStore {

  /** Returns the user's tokens; empty if the user has not authorized the application. */
  Optional<StoredTokens> load(UserId user);

  /** Stores the tokens of a new authorization, replaces any others, and ends the user's lease. */
  void save(UserId user, StoredTokens tokens);

  /**
   * Stores the tokens of a refresh, if the stored ones are still those that were refreshed.
   *
   * @param expected the tokens that were loaded before the refresh
   * @return false, with nothing changed, if other tokens are stored now, or none
   */
  boolean replace(UserId user, StoredTokens expected, StoredTokens replacement);

  /** Deletes the user's tokens and lease. Does nothing if there are none. */
  void delete(UserId user);

  /**
   * Acquires the user's lease for {@code length} from now, by the store's clock, or extends it if
   * {@code holder} has it.
   *
   * @param holder a text of up to 100 characters that no other holder uses
   * @return false if another holder has it, or the user has no tokens
   */
  boolean tryLease(UserId user, String holder, Duration length);

  /** Ends the user's lease if {@code holder} has it; otherwise does nothing. */
  void endLease(UserId user, String holder);
}
