package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two processes read one playlist for one user at once. The other commits after the first has
 * looked at the rows and before it writes.
 */
@ParameterizedClass
@MethodSource("ways")
class PageRaceStoreTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final PlaylistId ROAD = PlaylistId.of("road");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static WatchedDataSource database;
  private static EntityManagerFactory factory;

  private final boolean portable;
  private final AtomicInteger repeats = new AtomicInteger();

  private JpaPlaylistStore store;

  PageRaceStoreTest(Database kind, boolean portable) {
    this.portable = portable;
  }

  static Stream<Arguments> ways() {
    return TestDatabase.kinds()
        .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true)));
  }

  @BeforeParameterizedClassInvocation
  static void openDatabase(Database kind, boolean portable) {
    database = WatchedDataSource.newDatabase(kind);
    factory = database.entityManagers();
  }

  @AfterParameterizedClassInvocation
  static void closeDatabase() {
    factory.close();
  }

  @BeforeEach
  void openStore() {
    database.watch((step, connection) -> {});
    TestDatabase.empty(database);
    store = store(JpaTransactions.resourceLocal(factory));
  }

  @Test
  void keepsAPageThatTheOtherDropsBeforeItIsOverwritten() {
    store.save(page("first"));
    meanwhile(() -> store.dropPages(ANNA, ROAD));

    store.save(page("second"));

    assertThat(pages()).containsExactly(page("second"));
    assertThat(repeats).hasValue(0);
  }

  @Test
  void keepsAPageThatIsPrunedBeforeItIsOverwritten() {
    store.save(page("first"));
    meanwhile(() -> assertThat(store.dropPagesBefore(NOON.plusSeconds(1))).isEqualTo(1));

    store.save(page("second"));

    assertThat(pages()).containsExactly(page("second"));
    assertThat(repeats).hasValue(0);
  }

  @Test
  void keepsAPageThatTheOtherSavesBeforeItIsInserted() {
    meanwhile(() -> store.save(page("the other's")));

    store.save(page("ours"));

    assertThat(pages()).containsExactly(page("ours"));
    assertThat(repeats).as("the portable way takes two").hasValue(portable ? 1 : 0);
  }

  @Test
  void keepsAPageThatTheOtherDropsAndSavesBeforeItIsOverwritten() {
    store.save(page("first"));
    meanwhile(
        () -> {
          store.dropPages(ANNA, ROAD);
          store.save(page("the other's"));
        });

    store.save(page("ours"));

    assertThat(pages()).containsExactly(page("ours"));
    assertThat(repeats).hasValue(0);
  }

  @Test
  void dropsPagesThatTheOtherDropsFirst() {
    store.save(page("first"));
    meanwhile(() -> store.dropPages(ANNA, ROAD));

    store.dropPages(ANNA, ROAD);

    assertThat(pages()).isEmpty();
    assertThat(repeats).hasValue(0);
  }

  @Test
  void endsNoTransactionOfTheHostsWhereTheOtherDropsThePage() {
    store.save(page("first"));
    meanwhile(() -> store.dropPages(ANNA, ROAD));

    store(new Joined()).save(page("second"));

    assertThat(pages()).containsExactly(page("second"));
  }

  @Test
  void endsNoTransactionOfTheHostsWhereTheOtherSavesThePage() {
    assumeThat(portable).as("nothing portable can insert where another may").isFalse();
    meanwhile(() -> store.save(page("the other's")));

    store(new Joined()).save(page("ours"));

    assertThat(pages()).containsExactly(page("ours"));
  }

  @Test
  void saysThatAPageIsNotKeptWhereTheDatabaseRefusesIt() {
    database.watch(
        (step, connection) -> {
          if (writesAPage(step)) {
            throw new SQLException("no such right", "42501");
          }
        });

    assertThatThrownBy(() -> store.save(page("first")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no such right");
  }

  /** Does the other's work once, before the next statement that writes a page. */
  private static void meanwhile(Runnable other) {
    database.watch(
        (step, connection) -> {
          if (writesAPage(step)) {
            database.watch((next, same) -> {});
            other.run();
          }
        });
  }

  private static boolean writesAPage(String sql) {
    String words = sql.toLowerCase(Locale.ROOT);
    return words.contains("sync_page") && !words.startsWith("select");
  }

  private JpaPlaylistStore store(JpaTransactions transactions) {
    JpaPlaylistStoreBuilder builder =
        JpaPlaylistStore.builder(transactions).sleeper(pause -> repeats.incrementAndGet());
    return (portable ? builder.portableWrites() : builder).build();
  }

  private List<PageCheckpoint> pages() {
    return store.pages(ANNA, ROAD);
  }

  private static PageCheckpoint page(String content) {
    return new PageCheckpoint(ANNA, ROAD, SnapshotId.of("s"), 0, content, NOON);
  }

  /** Work that failed in the host's transaction cannot run again. */
  private static final class Joined implements JpaTransactions {
    private final JpaTransactions own = JpaTransactions.resourceLocal(factory);

    @Override
    public <T> T run(Function<JpaTransaction, T> work) {
      return own.run(work);
    }

    @Override
    public boolean isActive() {
      return true;
    }
  }
}
