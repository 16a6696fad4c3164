package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.GYM;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.ROAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.CheckpointStore} keeps to. */
public abstract class CheckpointStoreContract {
  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void givesNothingWhereNothingWasSaved() {
    store.save(page(ANNA, ROAD, "s", 0));

    assertThat(store.pages(ANNA, GYM)).isEmpty();
    assertThat(store.pages(BEN, ROAD)).isEmpty();
  }

  @Test
  void keepsEveryPartOfAPage() {
    String content = "{\"items\":[\"ünïcödé 音楽 🎶 \\u0000 ' \\\\\"]}\n".repeat(10_000);
    PageCheckpoint page =
        new PageCheckpoint(
            ANNA,
            ROAD,
            SnapshotId.of("s".repeat(500)),
            100,
            content,
            Instant.parse("2026-03-01T12:00:00.123456Z"));

    store.save(page);

    assertThat(store.pages(ANNA, ROAD)).containsExactly(page);
  }

  @Test
  void keepsPagesOfAPlaylistThatIsNotStoredYet() {
    assertThat(store.find(List.of(ROAD))).isEmpty();

    store.save(page(ANNA, ROAD, "s", 0));

    assertThat(store.pages(ANNA, ROAD)).hasSize(1);
  }

  @Test
  void givesPagesByOffset() {
    List<Integer> saved = List.of(1000, 200, 0, 9900, 50);

    saved.forEach(offset -> store.save(page(ANNA, ROAD, "s", offset)));

    assertThat(store.pages(ANNA, ROAD).stream().map(PageCheckpoint::offset))
        .containsExactly(0, 50, 200, 1000, 9900);
  }

  @Test
  void overwritesThePageOfTheSameSnapshotAndOffset() {
    store.save(page(ANNA, ROAD, "s", 0));
    PageCheckpoint again =
        new PageCheckpoint(ANNA, ROAD, SnapshotId.of("s"), 0, "again", NOON.plusSeconds(1));

    store.save(again);

    assertThat(store.pages(ANNA, ROAD)).containsExactly(again);
  }

  @Test
  void keepsPagesOfDifferentSnapshots() {
    store.save(page(ANNA, ROAD, "s", 0));
    store.save(page(ANNA, ROAD, "S", 0));

    assertThat(store.pages(ANNA, ROAD))
        .containsExactlyInAnyOrder(page(ANNA, ROAD, "s", 0), page(ANNA, ROAD, "S", 0));
  }

  @Test
  void dropsThePagesOfOneRead() {
    store.save(page(ANNA, ROAD, "s", 0));
    store.save(page(ANNA, ROAD, "t", 50));
    store.save(page(ANNA, GYM, "s", 0));
    store.save(page(BEN, ROAD, "s", 0));

    store.dropPages(ANNA, ROAD);
    store.dropPages(ANNA, ROAD);

    assertThat(store.pages(ANNA, ROAD)).isEmpty();
    assertThat(store.pages(ANNA, GYM)).containsExactly(page(ANNA, GYM, "s", 0));
    assertThat(store.pages(BEN, ROAD)).containsExactly(page(BEN, ROAD, "s", 0));
  }

  @Test
  void dropsPagesThatWereSavedBefore() {
    store.save(saved(ANNA, 0, NOON.minusSeconds(1)));
    store.save(saved(BEN, 0, NOON.minusSeconds(3600)));
    store.save(saved(ANNA, 50, NOON));
    store.save(saved(ANNA, 100, NOON.plusSeconds(1)));

    assertThat(store.dropPagesBefore(NOON)).isEqualTo(2);
    assertThat(store.dropPagesBefore(NOON)).isZero();

    assertThat(store.pages(ANNA, ROAD))
        .containsExactly(saved(ANNA, 50, NOON), saved(ANNA, 100, NOON.plusSeconds(1)));
    assertThat(store.pages(BEN, ROAD)).isEmpty();
  }

  @Test
  void letsConcurrentSavesOfOnePageSucceed() throws Exception {
    List<Throwable> outcomes = Race.run(6, saver -> store.save(page(ANNA, ROAD, "s", 0)));

    assertThat(outcomes).containsOnlyNulls();
    assertThat(store.pages(ANNA, ROAD)).containsExactly(page(ANNA, ROAD, "s", 0));
  }

  @Test
  void letsReadsOfOnePlaylistKeepAndDropItsPagesAtOnce() throws Exception {
    List<Throwable> outcomes =
        Race.run(
            4,
            reader -> {
              for (int round = 0; round < 20; round++) {
                // Each at another time, so that an overwritten page is a changed one.
                Instant time = NOON.plusSeconds(20L * reader + round);
                store.save(saved(ANNA, 0, time));
                store.save(saved(ANNA, 50, time));
                store.pages(ANNA, ROAD);
                store.dropPages(ANNA, ROAD);
              }
            });

    assertThat(outcomes).containsOnlyNulls();
    assertThat(store.pages(ANNA, ROAD)).isEmpty();
  }

  private static PageCheckpoint page(UserId user, PlaylistId id, String snapshot, int offset) {
    return new PageCheckpoint(user, id, SnapshotId.of(snapshot), offset, "[]", NOON);
  }

  private static PageCheckpoint saved(UserId user, int offset, Instant at) {
    return new PageCheckpoint(user, ROAD, SnapshotId.of("s"), offset, "[]", at);
  }
}
