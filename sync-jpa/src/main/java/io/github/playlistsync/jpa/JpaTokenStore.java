package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TokenStore} on Jakarta Persistence. The database holds only ciphertext: AES-256-GCM with
 * the host's {@link TokenKeys}. A missing or wrong key causes a {@link StoreException} that names
 * it, never a wrong token. A new authorization of the user replaces tokens that cannot be read.
 *
 * <p>Each call is one transaction. A lease that is taken in a longer transaction becomes visible to
 * others too late, so with {@link JpaTransactions#callerManaged}, let each call begin a transaction
 * of its own.
 */
public final class JpaTokenStore implements TokenStore {
  private final Transactions transactions;
  private final TokenCipher cipher;
  private final Clock clock;

  private JpaTokenStore(Transactions transactions, TokenCipher cipher, Clock clock) {
    this.transactions = transactions;
    this.cipher = cipher;
    this.clock = clock;
  }

  /**
   * A store whose leases expire by the system clock. The clocks of all processes that share the
   * database must agree within a few seconds.
   *
   * @throws NullPointerException if an argument is null
   */
  public static JpaTokenStore create(JpaTransactions transactions, TokenKeys keys) {
    return create(transactions, keys, Clock.systemUTC());
  }

  /**
   * A store whose leases expire by the given clock.
   *
   * @throws NullPointerException if an argument is null
   */
  public static JpaTokenStore create(JpaTransactions transactions, TokenKeys keys, Clock clock) {
    return new JpaTokenStore(
        new Transactions(
            Objects.requireNonNull(transactions, "transactions"), Sleeper.system(), new Random()),
        new TokenCipher(Objects.requireNonNull(keys, "keys")),
        Objects.requireNonNull(clock, "clock"));
  }

  @Override
  public Optional<StoredTokens> load(UserId user) {
    return run("read the tokens of " + user, em -> find(em, user))
        .map(stored -> cipher.decrypt(user, stored));
  }

  @Override
  public void save(UserId user, StoredTokens tokens) {
    EncryptedTokens encrypted = cipher.encrypt(user, tokens);
    run(
        "write the tokens of " + user,
        em -> {
          int there =
              em.createQuery(
                      "update SyncToken t set t.keyId = :key, t.secret = :secret,"
                          + " t.leaseHolder = null, t.leaseUntil = null where t.userId = :user")
                  .setParameter("key", encrypted.keyId())
                  .setParameter("secret", encrypted.secret())
                  .setParameter("user", user.value())
                  .executeUpdate();
          if (there == 0) {
            SyncToken row = new SyncToken(user.value(), encrypted);
            em.persist(row);
            em.flush();
            em.detach(row);
          }
          return there;
        });
  }

  @Override
  public boolean replace(UserId user, StoredTokens expected, StoredTokens replacement) {
    EncryptedTokens encrypted = cipher.encrypt(user, replacement);
    return run(
        "write the tokens of " + user,
        em -> {
          @Nullable EncryptedTokens stored = find(em, user).orElse(null);
          return stored != null
              && cipher.decrypt(user, stored).equals(expected)
              && exchange(em, user, stored, encrypted);
        });
  }

  @Override
  public void delete(UserId user) {
    run(
        "forget the tokens of " + user,
        em ->
            em.createQuery("delete from SyncToken t where t.userId = :user")
                .setParameter("user", user.value())
                .executeUpdate());
  }

  @Override
  public boolean tryLease(UserId user, String holder, Duration length) {
    Instant now = clock.instant();
    return run(
        "take the lease of " + user,
        em ->
            em.createQuery(
                        "update SyncToken t set t.leaseHolder = :holder, t.leaseUntil = :until"
                            + " where t.userId = :user and (t.leaseHolder is null"
                            + " or t.leaseHolder = :holder or t.leaseUntil <= :now)")
                    .setParameter("holder", holder)
                    .setParameter("until", now.plus(length))
                    .setParameter("user", user.value())
                    .setParameter("now", now)
                    .executeUpdate()
                == 1);
  }

  @Override
  public void endLease(UserId user, String holder) {
    run(
        "end the lease of " + user,
        em ->
            em.createQuery(
                    "update SyncToken t set t.leaseHolder = null, t.leaseUntil = null"
                        + " where t.userId = :user and t.leaseHolder = :holder")
                .setParameter("user", user.value())
                .setParameter("holder", holder)
                .executeUpdate());
  }

  /**
   * Encrypts with the current key what other keys encrypted. Safe while other processes refresh
   * tokens, once all of them have the current key.
   *
   * @param limit the most users to look at in one transaction, at least 1
   * @return how many users' tokens it encrypted; call again until it returns 0
   * @throws StoreException if only tokens are left that cannot be decrypted, such as those of a key
   *     that was not given
   */
  public int encryptAgain(int limit) {
    StoreException unreadable = null;
    for (String side : List.of("<", ">")) {
      String key = "";
      String user = "";
      List<SyncToken> page;
      do {
        page = ofOtherKeys(side, key, user, limit);
        int encrypted = 0;
        for (SyncToken row : page) {
          key = row.tokens().keyId();
          user = row.userId();
          try {
            encryptAgain(UserId.of(user), row.tokens());
            encrypted++;
          } catch (StoreException e) {
            unreadable = e;
          }
        }
        if (encrypted > 0) {
          return encrypted;
        }
      } while (page.size() == limit);
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return 0;
  }

  private void encryptAgain(UserId user, EncryptedTokens old) {
    EncryptedTokens again = cipher.encrypt(user, cipher.decrypt(user, old));
    run("write the tokens of " + user, em -> exchange(em, user, old, again));
  }

  /**
   * Returns rows after a key and a user. An index finds keys on one side of the current one, but
   * not all that are unequal to it.
   */
  private List<SyncToken> ofOtherKeys(String side, String key, String user, int limit) {
    return run(
        "read the tokens of other keys",
        em ->
            EntityRows.TOKENS.list(
                em,
                " where r.keyId "
                    + side
                    + " :current and r.keyId >= :key and (r.keyId > :key or r.userId > :user)"
                    + " order by r.keyId, r.userId",
                Map.of("current", cipher.currentKeyId(), "key", key, "user", user),
                limit));
  }

  /**
   * No two ciphertexts are equal, so comparing it shows whether the row is still the one that was
   * read.
   */
  private static boolean exchange(
      EntityManager em, UserId user, EncryptedTokens expected, EncryptedTokens next) {
    return em.createQuery(
                "update SyncToken t set t.keyId = :key, t.secret = :secret"
                    + " where t.userId = :user and t.secret = :expected")
            .setParameter("key", next.keyId())
            .setParameter("secret", next.secret())
            .setParameter("user", user.value())
            .setParameter("expected", expected.secret())
            .executeUpdate()
        == 1;
  }

  private static Optional<EncryptedTokens> find(EntityManager em, UserId user) {
    return EntityRows.TOKENS
        .list(em, " where r.userId = :user", Map.of("user", user.value()))
        .stream()
        .map(SyncToken::tokens)
        .findFirst();
  }

  private <T> T run(String what, Function<EntityManager, T> work) {
    return transactions.run(what, transaction -> work.apply(transaction.entityManager()));
  }
}
