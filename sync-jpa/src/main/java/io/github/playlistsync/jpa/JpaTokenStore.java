package io.github.playlistsync.jpa;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TokenStore} on Jakarta Persistence. The database holds only ciphertext: AES-256-GCM with
 * the host's {@link TokenKeys}. A missing or wrong key causes a {@link
 * io.github.playlistsync.error.StoreException} that names it, never a wrong token. A new
 * authorization of the user replaces tokens that cannot be read.
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
            em.persist(new SyncToken(user.value(), encrypted));
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
              && exchange(em, user.value(), stored, encrypted);
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
   * Encrypts with the current key what older keys encrypted. Safe while other processes refresh
   * tokens, once all of them have the current key.
   *
   * @param limit the most users to look at, at least 1
   * @return how many users it looked at; call again until it returns 0
   * @throws io.github.playlistsync.error.StoreException if tokens need a key that was not given
   */
  public int encryptAgain(int limit) {
    List<SyncToken> older =
        run(
            "read the tokens of older keys",
            em ->
                em.createQuery("select t from SyncToken t where t.keyId <> :key", SyncToken.class)
                    .setParameter("key", cipher.currentKeyId())
                    .setMaxResults(limit)
                    .getResultList());
    for (SyncToken row : older) {
      UserId user = UserId.of(row.userId());
      EncryptedTokens again = cipher.encrypt(user, cipher.decrypt(user, row.tokens()));
      run("write the tokens of " + user, em -> exchange(em, row.userId(), row.tokens(), again));
    }
    return older.size();
  }

  /**
   * No two ciphertexts are equal, so comparing it shows whether the row is still the one that was
   * read.
   */
  private static boolean exchange(
      EntityManager em, String user, EncryptedTokens expected, EncryptedTokens next) {
    return em.createQuery(
                "update SyncToken t set t.keyId = :key, t.secret = :secret"
                    + " where t.userId = :user and t.secret = :expected")
            .setParameter("key", next.keyId())
            .setParameter("secret", next.secret())
            .setParameter("user", user)
            .setParameter("expected", expected.secret())
            .executeUpdate()
        == 1;
  }

  private static Optional<EncryptedTokens> find(EntityManager em, UserId user) {
    SyncToken row = em.find(SyncToken.class, user.value());
    if (row == null) {
      return Optional.empty();
    }
    em.detach(row);
    return Optional.of(row.tokens());
  }

  private <T> T run(String what, Function<EntityManager, T> work) {
    return transactions.run(what, transaction -> work.apply(transaction.entityManager()));
  }
}
