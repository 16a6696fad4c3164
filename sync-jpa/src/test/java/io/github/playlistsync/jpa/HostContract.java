package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.spi.store.PlaylistChange;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the store owes a host that has a transaction manager, an entity of its own, and a
 * participant in each write. A subclass calls {@link #open} before each test, on empty tables.
 */
abstract class HostContract {
  static final String OUTBOX_TABLE =
      "create table if not exists host_outbox (message varchar(200) primary key)";

  private final List<String> committed = new ArrayList<>();

  private EntityManager shared;
  private HostTransactions transactions;
  private boolean hostFails;

  JpaPlaylistStore store;

  /** Runs {@code work} in a transaction of the host's, and rolls it back. */
  abstract void rolledBack(Runnable work) throws Exception;

  final void open(EntityManager shared, HostTransactions transactions) {
    this.shared = shared;
    this.transactions = transactions;
    store = builder().participant(new Outbox()).build();
  }

  final JpaPlaylistStoreBuilder builder() {
    return JpaPlaylistStore.builder(JpaTransactions.callerManaged(shared, transactions));
  }

  final void inTransaction(Runnable work) {
    transactions.execute(
        () -> {
          work.run();
          return true;
        });
  }

  @Test
  void commitsTheHostsRowWithThePlaylist() {
    PlaylistChange change = Changes.change(0, "a", "b");

    store.apply(change);

    assertThat(store.rows(Changes.ID)).isEqualTo(change.inserted());
    assertThat(outbox()).containsExactly("version 1, 2 inserted");
    assertThat(committed).containsExactly("version 1");
    assertThat(transactions.isActive()).isFalse();
  }

  @Test
  void writesNeitherWhereTheHostFails() {
    store.apply(Changes.change(0, "a", "b"));
    hostFails = true;

    assertThatThrownBy(() -> store.apply(Changes.change(1, "c", "d")))
        .isInstanceOf(StoreException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class);

    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(0, "a", "b").inserted());
    assertThat(outbox()).containsExactly("version 1, 2 inserted");
    assertThat(committed).containsExactly("version 1");
  }

  @Test
  void writesNeitherWhereTheVersionIsStale() {
    store.apply(Changes.change(0, "a", "b"));

    assertThatThrownBy(() -> store.apply(Changes.change(0, "c", "d")))
        .isInstanceOf(StaleVersionException.class);

    assertThat(outbox()).hasSize(1);
    assertThat(committed).hasSize(1);
  }

  @Test
  void takesPartInATransactionOfTheCallers() throws Exception {
    rolledBack(
        () -> {
          store.apply(Changes.change(0, "a", "b"));
          store.apply(Changes.change(1, "c", "d"));
          assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(1, "c", "d").inserted());
          assertThat(store.find(List.of(Changes.ID)).get(Changes.ID).version()).isEqualTo(2);
          assertThat(committed).isEmpty();
        });

    assertThat(store.find(List.of(Changes.ID))).isEmpty();
    assertThat(outbox()).isEmpty();
    assertThat(committed).isEmpty();

    inTransaction(() -> store.apply(Changes.change(0, "a", "b")));

    assertThat(outbox()).hasSize(1);
    assertThat(committed).containsExactly("version 1");
  }

  @Test
  void commitsNothingWhereTheHostGoesOnAfterAFailure() {
    store.apply(Changes.change(0, "a", "b"));
    PlaylistChange sound = Changes.change(1, "c", "d");
    PlaylistChange unsound =
        new PlaylistChange(
            1,
            sound.playlist(),
            sound.revision(),
            sound.tracks(),
            sound.inserted(),
            List.of(10L, 30L),
            null);

    assertThatThrownBy(
            () ->
                inTransaction(
                    () ->
                        assertThatThrownBy(() -> store.apply(unsound))
                            .isInstanceOf(StoreException.class)))
        .isInstanceOf(RuntimeException.class);

    assertThat(store.find(List.of(Changes.ID)))
        .containsValue(Changes.change(0, "a", "b").playlist());
    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(0, "a", "b").inserted());
  }

  @Test
  void letsTheHostGoOnAfterAStaleVersion() {
    store.apply(Changes.change(0, "a", "b"));

    inTransaction(
        () -> {
          assertThatThrownBy(() -> store.apply(Changes.change(0, "c", "d")))
              .isInstanceOf(StaleVersionException.class);
          store.apply(Changes.change(1, "e", "f"));
        });

    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(1, "e", "f").inserted());
    assertThat(outbox()).hasSize(2);
  }

  @Test
  void refusesToSyncInATransactionOfTheCallers() {
    UserId anna = UserId.of("anna");
    ListedSpotify spotify = new ListedSpotify();
    try (SyncEngine engine = SyncEngine.builder().spotify(spotify).store(store).build()) {
      inTransaction(
          () -> {
            assertThatThrownBy(() -> engine.syncUser(anna))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call it before or after the transaction, or enqueue it");
            assertThatThrownBy(() -> engine.syncPlaylist(anna, Changes.ID))
                .isInstanceOf(IllegalStateException.class);
            assertThat(engine.library(anna)).isEmpty();
          });

      assertThat(engine.syncUser(anna).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    }
  }

  private List<String> outbox() {
    return transactions.execute(
        () ->
            shared
                .createQuery("select o from OutboxRow o order by o.message", OutboxRow.class)
                .getResultList()
                .stream()
                .map(OutboxRow::message)
                .toList());
  }

  private final class Outbox implements ChangeParticipant {
    @Override
    public void beforeCommit(EntityManager em, PlaylistChange change) {
      em.persist(
          new OutboxRow(
              "version %d, %d inserted"
                  .formatted(change.playlist().version(), change.inserted().size())));
      if (hostFails) {
        throw new IllegalStateException("the host does not want this");
      }
    }

    @Override
    public void afterCommit(PlaylistChange change) {
      committed.add("version " + change.playlist().version());
      throw new IllegalStateException("a failure that is too late to matter");
    }
  }
}
