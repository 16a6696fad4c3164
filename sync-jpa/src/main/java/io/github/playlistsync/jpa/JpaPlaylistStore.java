package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link PlaylistStore} on Jakarta Persistence.
 *
 * <p>The persistence unit needs one line, {@code
 * <mapping-file>META-INF/playlist-sync-orm.xml</mapping-file>}, or, where Spring scans for
 * entities, this package in {@code @EntityScan}; and the database needs the tables of {@link
 * JpaSchema}. Each call runs one transaction, its own or the host's ({@link JpaTransactions}), and
 * keeps no state between calls, so any number of threads and processes may share a database.
 *
 * <p>On PostgreSQL, MariaDB, MySQL and H2 the store writes many rows, and the checkpoints of reads,
 * with the database's own statements on the connection of the transaction; on any other database it
 * uses Jakarta Persistence. The log says which. A write makes the entities that a host has loaded
 * from these tables stale: load them again.
 *
 * <p>Instants keep microseconds. The store drops U+0000 from texts, because not every database
 * accepts it.
 */
public final class JpaPlaylistStore implements PlaylistStore {
  private static final Logger LOG = LoggerFactory.getLogger(JpaPlaylistStore.class);

  private final Transactions transactions;
  private final RowWriters writers;
  private final List<ChangeParticipant> participants;

  JpaPlaylistStore(
      Transactions transactions, RowWriters writers, List<ChangeParticipant> participants) {
    this.transactions = transactions;
    this.writers = writers;
    this.participants = List.copyOf(participants);
  }

  /**
   * A store that runs its own transactions.
   *
   * @param factory of a persistence unit with {@code transaction-type="RESOURCE_LOCAL"}
   * @throws NullPointerException if {@code factory} is null
   */
  public static JpaPlaylistStore create(EntityManagerFactory factory) {
    return builder(JpaTransactions.resourceLocal(factory)).build();
  }

  /**
   * Starts a store with settings of your own.
   *
   * @param transactions run the store's work
   * @throws NullPointerException if {@code transactions} is null
   */
  public static JpaPlaylistStoreBuilder builder(JpaTransactions transactions) {
    return new JpaPlaylistStoreBuilder(Objects.requireNonNull(transactions, "transactions"));
  }

  @Override
  public boolean isInTransaction() {
    return transactions.isInTransaction();
  }

  @Override
  public Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids) {
    return get("read playlists", em -> ContentQueries.find(em, ids));
  }

  @Override
  public List<PlaylistId> ids(@Nullable PlaylistId after, int limit) {
    requirePositive(limit);
    return get("read playlists", em -> ContentQueries.ids(em, after, limit));
  }

  @Override
  public List<ItemRow> rows(PlaylistId id) {
    return get("read playlist " + id, em -> writers.in(em).rows(id, 0, Integer.MAX_VALUE));
  }

  @Override
  public List<ItemRow> rows(PlaylistId id, int offset, int limit) {
    requirePositive(limit);
    return get("read playlist " + id, em -> writers.in(em).rows(id, offset, limit));
  }

  @Override
  public List<PlaylistId> playlistsWith(TrackUri uri, @Nullable PlaylistId after, int limit) {
    requirePositive(limit);
    return get(
        "read the playlists with " + uri,
        em -> ContentQueries.playlistsWith(em, uri, after, limit));
  }

  @Override
  public Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
    return get("read tracks", em -> ContentQueries.tracks(em, uris));
  }

  @Override
  public void apply(PlaylistChange change) {
    AtomicBoolean wasSent = new AtomicBoolean();
    // A stale version is not a failure of the transaction: one of the host's can go on.
    boolean isWritten =
        transactions.run(
            "write playlist " + change.id(), transaction -> write(transaction, change, wasSent));
    if (!isWritten) {
      throw new StaleVersionException(
          "playlist %s no longer has version %d".formatted(change.id(), change.expectedVersion()));
    }
  }

  /**
   * Writes the change, or finds that an attempt before this one has committed it.
   *
   * @param wasSent whether an attempt was left to commit, after which a connection may be lost
   *     before it says that it did
   */
  private boolean write(JpaTransaction transaction, PlaylistChange change, AtomicBoolean wasSent) {
    EntityManager em = transaction.entityManager();
    PlaylistWriter writer = new PlaylistWriter(em, writers.in(em));
    boolean isWritten = writer.write(change);
    if (!isWritten && !(wasSent.get() && writer.isWritten(change))) {
      return false;
    }
    for (ChangeParticipant participant : participants) {
      if (isWritten) {
        participant.beforeCommit(em, change);
      }
      transaction.afterCommit(() -> tell(participant, change));
    }
    wasSent.set(true);
    return true;
  }

  private static void tell(ChangeParticipant participant, PlaylistChange change) {
    try {
      participant.afterCommit(change);
    } catch (RuntimeException e) {
      LOG.error("A participant failed after the commit of playlist {}", change.id(), e);
    }
  }

  @Override
  public List<LibraryEntry> library(UserId user) {
    return get("read the library of " + user, em -> LibraryQueries.library(em, user));
  }

  @Override
  public List<LibraryEntry> library(UserId user, @Nullable PlaylistId after, int limit) {
    requirePositive(limit);
    LibraryEntry last =
        after == null
            ? null
            : entry(user, after)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "after is %s, which is not in the library of %s"
                                .formatted(after, user)));
    return get("read the library of " + user, em -> LibraryQueries.page(em, user, last, limit));
  }

  @Override
  public Optional<LibraryEntry> entry(UserId user, PlaylistId playlist) {
    return get(
        "read playlist %s in the library of %s".formatted(playlist, user),
        em -> LibraryQueries.entry(em, user, playlist));
  }

  @Override
  public List<LibraryEntry> listings(PlaylistId playlist, @Nullable UserId after, int limit) {
    requirePositive(limit);
    return get(
        "read who has playlist " + playlist,
        em -> LibraryQueries.listings(em, playlist, after, limit));
  }

  @Override
  public Optional<Instant> lastSync(UserId user) {
    return get("read the library of " + user, em -> UserQueries.lastSync(em, user));
  }

  @Override
  public void apply(LibraryChange change) {
    run(
        "write the library of " + change.user(),
        em -> LibraryQueries.write(em, writers.in(em), change));
  }

  @Override
  public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
    return get(
        "read revision %d of playlist %s".formatted(revision, id),
        em -> {
          List<ItemRow> rows = writers.in(em).rowsAt(id, revision);
          // One that is there after no row was found was there before, since none comes back.
          return rows.isEmpty() && !HistoryQueries.isKept(em, id, revision)
              ? Optional.empty()
              : Optional.of(rows);
        });
  }

  @Override
  public List<Revision> revisions(PlaylistId id, long before, int limit) {
    requirePositive(limit);
    return get(
        "read the revisions of playlist " + id,
        em -> HistoryQueries.revisions(em, id, before, limit));
  }

  @Override
  public OptionalLong revisionAt(PlaylistId id, Instant time) {
    return get(
        "read the revisions of playlist " + id, em -> HistoryQueries.revisionAt(em, id, time));
  }

  @Override
  public int prune(PlaylistId id, long oldest, int limit) {
    requirePositive(limit);
    return get("prune playlist " + id, em -> HistoryQueries.prune(em, id, oldest, limit));
  }

  @Override
  public ChangePage changes(UserId user, @Nullable String after, int limit) {
    requirePositive(limit);
    FeedQueries.Position position = after == null ? null : FeedQueries.Position.parse(after);
    if (isInTransaction() && get("look at the transaction", TransactionConnection::isReadOnly)) {
      throw new StoreException(
          "could not number the changes: the caller's transaction is read-only; ask for them in one"
              + " that may write, or in none");
    }
    ChangePage page;
    int numbered;
    do {
      numbered = get("number the changes", em -> FeedQueries.number(em, writers.in(em)));
      page = get("read the changes of " + user, em -> FeedQueries.page(em, user, position, limit));
    } while (page.revisions().size() < limit && numbered > 0 && !isInTransaction());
    return page;
  }

  @Override
  public void save(PageCheckpoint page) {
    run("save a page of playlist " + page.playlist(), em -> writers.in(em).page(page));
  }

  @Override
  public List<PageCheckpoint> pages(UserId user, PlaylistId playlist) {
    return get(
        "read the pages of playlist " + playlist, em -> PageQueries.pages(em, user, playlist));
  }

  @Override
  public void dropPages(UserId user, PlaylistId playlist) {
    run("drop the pages of playlist " + playlist, em -> PageQueries.drop(em, user, playlist));
  }

  @Override
  public int dropPagesBefore(Instant time) {
    return get("drop old pages", em -> PageQueries.dropBefore(em, time));
  }

  @Override
  public List<PlaylistId> goneBefore(Instant time, int limit) {
    requirePositive(limit);
    return get("read the playlists that are gone", em -> PurgeQueries.gone(em, time, limit));
  }

  @Override
  public boolean purge(PlaylistId id, Instant time) {
    return get("purge playlist " + id, em -> PurgeQueries.purge(em, writers.in(em), id, time));
  }

  @Override
  public StoredUser user(UserId user) {
    return get("read user " + user, em -> UserQueries.user(em, user));
  }

  @Override
  public void saveSchedule(SyncSchedule schedule) {
    run("write a schedule of " + schedule.user(), em -> ScheduleQueries.save(em, schedule));
  }

  @Override
  public void dropSchedule(JobSpec work) {
    run("delete a schedule of " + work.user(), em -> ScheduleQueries.drop(em, work));
  }

  @Override
  public Optional<StoredSchedule> schedule(JobSpec work) {
    return get("read a schedule of " + work.user(), em -> ScheduleQueries.find(em, work));
  }

  @Override
  public List<SyncSchedule> schedules(Collection<UserId> users) {
    return get("read schedules", em -> ScheduleQueries.of(em, users));
  }

  @Override
  public List<StoredSchedule> schedules(@Nullable JobSpec after, int limit) {
    requirePositive(limit);
    return get("read schedules", em -> ScheduleQueries.page(em, after, limit));
  }

  @Override
  public void saveSuspension(UserId user, @Nullable Suspension suspension) {
    run("write user " + user, em -> UserQueries.saveSuspension(em, user, suspension));
  }

  private <T> T get(String what, Function<EntityManager, T> work) {
    return transactions.run(what, transaction -> work.apply(transaction.entityManager()));
  }

  private void run(String what, Consumer<EntityManager> work) {
    get(
        what,
        em -> {
          work.accept(em);
          return true;
        });
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; expected 1 or more");
    }
  }
}
