package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps the tokens of users, and lets one process at a time refresh those of a user.
 *
 * <p>A refresh token may be good for one use only, so that two processes that refresh at once could
 * lose the login. Each takes the user's lease first. A lease is a column beside the tokens and not
 * a lock: while Spotify is asked, no transaction is open. It ends by itself if its holder dies.
 * Should it end too early, {@link #replace} still decides who was first.
 *
 * <p>Every method is one transaction of its own and may be called from several threads and
 * processes at once. Tokens at rest are encrypted. All throw {@link
 * io.github.playlistsync.error.StoreUnavailableException} and {@link
 * io.github.playlistsync.error.StoreException}.
 */
public interface TokenStore {

  /** The user's tokens; empty if the user has not authorized the application. */
  Optional<StoredTokens> load(UserId user);

  /** Stores what came of a new authorization, whatever was there, and ends the user's lease. */
  void save(UserId user, StoredTokens tokens);

  /**
   * Stores what came of a refresh, if what is stored is still what was refreshed.
   *
   * @param expected what was loaded before the refresh
   * @return false, with nothing changed, if something else is stored now, or nothing
   */
  boolean replace(UserId user, StoredTokens expected, StoredTokens replacement);

  /** Forgets the user's tokens and lease. Nothing happens if there are none. */
  void delete(UserId user);

  /**
   * Takes the user's lease for {@code length} from now, by the store's clock, or extends it if
   * {@code holder} has it.
   *
   * @param holder a text that no other holder uses, of up to 100 characters
   * @return false if another holder has it, or the user has no tokens
   */
  boolean tryLease(UserId user, String holder, Duration length);

  /** Ends the user's lease if {@code holder} has it; otherwise nothing happens. */
  void endLease(UserId user, String holder);
}
