package io.github.playlistsync.jpa;

import io.github.playlistsync.spi.spotify.Sleeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Builds a {@link JpaPlaylistStore}. Not thread-safe. */
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
   * Lets the host take part in the transactions that write playlists. Participants run in the order
   * they were added.
   *
   * @throws NullPointerException if {@code participant} is null
   */
  public JpaPlaylistStoreBuilder participant(ChangeParticipant participant) {
    participants.add(Objects.requireNonNull(participant, "participant"));
    return this;
  }

  /**
   * Writes through Jakarta Persistence alone, whatever the database. For a database that speaks the
   * protocol of another but not its SQL.
   */
  public JpaPlaylistStoreBuilder portableWrites() {
    portable = true;
    return this;
  }

  /**
   * Sets the names of the tables. The mapping file of the persistence unit must have the same
   * names.
   *
   * @throws NullPointerException if {@code value} is null
   */
  public JpaPlaylistStoreBuilder tableNames(TableNames value) {
    tableNames = Objects.requireNonNull(value, "tableNames");
    return this;
  }

  /**
   * Sets how the store waits before it repeats a transaction.
   *
   * @throws NullPointerException if {@code value} is null
   */
  public JpaPlaylistStoreBuilder sleeper(Sleeper value) {
    sleeper = Objects.requireNonNull(value, "sleeper");
    return this;
  }

  /**
   * Sets the source of the jitter in these waits. Many threads use it at once.
   *
   * @throws NullPointerException if {@code value} is null
   */
  public JpaPlaylistStoreBuilder random(RandomGenerator value) {
    random = Objects.requireNonNull(value, "random");
    return this;
  }

  /** Builds the store. It does not connect to the database yet. */
  public JpaPlaylistStore build() {
    return new JpaPlaylistStore(
        new Transactions(transactions, sleeper, random),
        portable ? RowWriters.portable() : RowWriters.byDatabase(tableNames),
        participants);
  }
}
