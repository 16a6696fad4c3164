package io.github.playlistsync.jpa;

import io.github.playlistsync.spi.spotify.Sleeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Makes a {@link JpaPlaylistStore}. For use by one thread. */
public final class JpaPlaylistStoreBuilder {
  private final JpaTransactions transactions;
  private final List<ChangeParticipant> participants = new ArrayList<>();
  private boolean portable;
  private TableNames tableNames = TableNames.usual();
  private Sleeper sleeper = Sleeper.system();
  private RandomGenerator random = new Random();

  JpaPlaylistStoreBuilder(JpaTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Lets the host take part in the transactions that write playlists. Participants are called in
   * the order in which they were added.
   *
   * @throws NullPointerException if {@code participant} is null
   */
  public JpaPlaylistStoreBuilder participant(ChangeParticipant participant) {
    participants.add(Objects.requireNonNull(participant, "participant"));
    return this;
  }

  /**
   * Writes through Jakarta Persistence alone, whatever the database: for one that only claims to be
   * what its driver says.
   */
  public JpaPlaylistStoreBuilder portableWrites() {
    portable = true;
    return this;
  }

  /**
   * The names of the tables, where they are not the usual ones. The persistence unit has them in
   * its mapping file too.
   *
   * @throws NullPointerException if {@code value} is null
   */
  public JpaPlaylistStoreBuilder tableNames(TableNames value) {
    tableNames = Objects.requireNonNull(value, "tableNames");
    return this;
  }

  /**
   * How the store waits before it repeats a transaction.
   *
   * @throws NullPointerException if {@code value} is null
   */
  public JpaPlaylistStoreBuilder sleeper(Sleeper value) {
    sleeper = Objects.requireNonNull(value, "sleeper");
    return this;
  }

  /**
   * What spreads these waits; used by many threads at once.
   *
   * @throws NullPointerException if {@code value} is null
   */
  public JpaPlaylistStoreBuilder random(RandomGenerator value) {
    random = Objects.requireNonNull(value, "random");
    return this;
  }

  /** The store. Nothing is asked of the database yet. */
  public JpaPlaylistStore build() {
    return new JpaPlaylistStore(
        new Transactions(transactions, sleeper, random),
        portable ? RowWriters.portable() : RowWriters.byDatabase(tableNames),
        participants);
  }
}
