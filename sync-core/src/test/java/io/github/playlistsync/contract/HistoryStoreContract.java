package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.GYM;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.ROAD;
import static io.github.playlistsync.contract.Samples.row;
import static io.github.playlistsync.contract.Samples.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.HistoryStore} keeps to. */
public abstract class HistoryStoreContract {
  private static final long ALL = Long.MAX_VALUE;

  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void knowsNothingOfAPlaylistThatIsNotStored() {
    writeThreeRevisions(ROAD);

    assertThat(store.rowsAt(GYM, 1)).isEmpty();
    assertThat(store.revisions(GYM, ALL, 10)).isEmpty();
    assertThat(store.revisionAt(GYM, NOON.plusSeconds(100))).isEmpty();
    assertThat(store.prune(GYM, ALL, 10)).isZero();
  }

  @Test
  void givesTheRowsOfEachRevision() {
    writeThreeRevisions(ROAD);

    assertThat(store.rowsAt(ROAD, 1)).hasValue(List.of(row(1, "a"), row(2, "b")));
    assertThat(store.rowsAt(ROAD, 2)).hasValue(List.of(row(0, "c"), row(2, "b")));
    assertThat(store.rowsAt(ROAD, 3)).hasValue(List.of(row(0, "c"), row(2, "a")));
    assertThat(store.rowsAt(ROAD, 3)).hasValue(store.rows(ROAD));
  }

  @Test
  void givesNothingForARevisionThatNeverWas() {
    writeThreeRevisions(ROAD);

    for (long never : new long[] {Long.MIN_VALUE, -1, 0, 4, ALL}) {
      assertThat(store.rowsAt(ROAD, never)).isEmpty();
    }
  }

  @Test
  void keepsEveryFieldOfARevision() {
    TrackCounts counts = new TrackCounts(5, 2, 9);
    Revision synced = new Revision(ROAD, 1, Revision.Origin.SYNC, NOON, null, 11, 12, 13, counts);
    Revision restored =
        new Revision(
            ROAD,
            2,
            Revision.Origin.RESTORE,
            Instant.parse("2026-03-02T12:00:00.123456Z"),
            SnapshotId.of("AAAAB3NzaC1yc2E="),
            1,
            2,
            3,
            counts);

    store.apply(bare(0, synced));
    store.apply(bare(1, restored));

    assertThat(store.revisions(ROAD, ALL, 10)).containsExactly(restored, synced);
  }

  @Test
  void pagesRevisionsFromTheNewestOn() {
    for (int i = 0; i < 12; i++) {
      write(ROAD, NOON.plusSeconds(i), List.of());
    }
    writeThreeRevisions(GYM);

    assertThat(numbers(ALL, 5)).containsExactly(12L, 11L, 10L, 9L, 8L);
    assertThat(numbers(8, 5)).containsExactly(7L, 6L, 5L, 4L, 3L);
    assertThat(numbers(3, 5)).containsExactly(2L, 1L);
    assertThat(numbers(1, 5)).isEmpty();
    assertThat(numbers(100, 1)).containsExactly(12L);
  }

  @Test
  void makesNoRevisionOfMetadata() {
    writeThreeRevisions(ROAD);

    store.apply(ChangeBuilder.changing(find(ROAD)).metadataOnly().build());

    assertThat(numbers(ALL, 10)).containsExactly(3L, 2L, 1L);
    assertThat(store.rowsAt(ROAD, 3)).hasValue(store.rows(ROAD));
    assertThat(store.rows(ROAD)).hasSize(2);
  }

  @Test
  void findsTheNewestRevisionOfATime() {
    write(ROAD, NOON, List.of());
    write(ROAD, NOON.plusSeconds(10), List.of());
    write(ROAD, NOON.plusSeconds(10), List.of());
    write(GYM, NOON.minusSeconds(100), List.of());

    assertThat(store.revisionAt(ROAD, NOON.minusSeconds(1))).isEmpty();
    assertThat(store.revisionAt(ROAD, NOON)).hasValue(1);
    assertThat(store.revisionAt(ROAD, NOON.plusSeconds(9))).hasValue(1);
    assertThat(store.revisionAt(ROAD, NOON.plusSeconds(10))).hasValue(3);
    assertThat(store.revisionAt(ROAD, NOON.plusSeconds(99))).hasValue(3);
  }

  @Test
  void prunesRevisionsAndTheRowsThatOnlyTheyHeld() {
    writeThreeRevisions(ROAD);
    writeThreeRevisions(GYM);

    int deleted = store.prune(ROAD, 2, 100);

    assertThat(deleted).isEqualTo(2);
    assertThat(numbers(ALL, 10)).containsExactly(3L, 2L);
    assertThat(store.rowsAt(ROAD, 2)).hasValue(List.of(row(0, "c"), row(2, "b")));
    assertThat(store.rowsAt(ROAD, 3)).hasValue(List.of(row(0, "c"), row(2, "a")));
    assertThat(store.rowsAt(ROAD, 1)).isEmpty();
    assertThat(store.prune(ROAD, 2, 100)).isZero();
    assertThat(store.rowsAt(GYM, 1)).hasValueSatisfying(rows -> assertThat(rows).hasSize(2));
  }

  @Test
  void tellsARevisionThatIsNotKeptFromAnEmptyOne() {
    write(ROAD, NOON, List.of());
    assertThat(store.rowsAt(ROAD, 1)).hasValue(List.of());
    write(ROAD, NOON, List.of(row(1, "a")));

    store.prune(ROAD, 2, 100);

    assertThat(store.rowsAt(ROAD, 1)).isEmpty();
  }

  @Test
  void prunesNothingWhereNothingIsOldEnough() {
    writeThreeRevisions(ROAD);

    assertThat(store.prune(ROAD, 1, 100)).isZero();
    assertThat(store.prune(ROAD, -5, 100)).isZero();

    assertThat(numbers(ALL, 10)).containsExactly(3L, 2L, 1L);
    assertThat(store.rowsAt(ROAD, 1)).hasValueSatisfying(rows -> assertThat(rows).hasSize(2));
  }

  @Test
  void neverPrunesTheCurrentRevision() {
    writeThreeRevisions(ROAD);

    assertThat(store.prune(ROAD, ALL, 100)).isEqualTo(4);

    assertThat(numbers(ALL, 10)).containsExactly(3L);
    assertThat(store.rowsAt(ROAD, 3)).hasValue(List.of(row(0, "c"), row(2, "a")));
    assertThat(store.rows(ROAD)).containsExactly(row(0, "c"), row(2, "a"));
    write(ROAD, NOON, List.of());
    assertThat(numbers(ALL, 10)).containsExactly(4L, 3L);
  }

  @Test
  void prunesInStepsThatLeaveEveryKeptRevisionWhole() {
    List<List<ItemRow>> contents = writeRandomRevisions(ROAD, 12, 20, 4711);
    int rounds = 0;
    int deleted;

    do {
      deleted = store.prune(ROAD, 10, 3);
      assertThat(deleted).isBetween(0, 3);
      rounds++;
      for (long kept : numbers(ALL, 100)) {
        assertThat(store.rowsAt(ROAD, kept)).hasValue(contents.get((int) kept - 1));
      }
    } while (deleted == 3);

    assertThat(rounds).isGreaterThan(3);
    assertThat(numbers(ALL, 100)).containsExactly(12L, 11L, 10L);
    assertThat(store.prune(ROAD, 10, 100)).isZero();
  }

  @Test
  void givesBackEveryContentThatAPlaylistHad() {
    long seed = 20_260_301;

    List<List<ItemRow>> contents = writeRandomRevisions(ROAD, 40, 30, seed);

    for (int i = 0; i < contents.size(); i++) {
      assertThat(store.rowsAt(ROAD, i + 1L))
          .as("revision %d, seed %d", i + 1, seed)
          .hasValue(contents.get(i));
    }
  }

  /** a b, then c b, then c a: a row at the top and one that takes the place of another. */
  private void writeThreeRevisions(PlaylistId id) {
    write(id, NOON, List.of(row(1, "a"), row(2, "b")));
    write(id, NOON.plusSeconds(1), List.of(row(0, "c")), 1);
    write(id, NOON.plusSeconds(2), List.of(row(2, "a")), 2);
  }

  private List<List<ItemRow>> writeRandomRevisions(
      PlaylistId id, int revisions, int items, long seed) {
    Random random = new Random(seed);
    List<List<ItemRow>> contents = new ArrayList<>();
    List<ItemRow> current = new ArrayList<>();
    for (int i = 0; i < revisions; i++) {
      List<ItemRow> removed = new ArrayList<>();
      current.removeIf(row -> random.nextInt(4) == 0 && removed.add(row));
      List<ItemRow> added = new ArrayList<>();
      for (long key = 0; key < items; key++) {
        long free = key;
        if (random.nextInt(4) == 0 && current.stream().noneMatch(r -> r.sortKey() == free)) {
          added.add(row(key, List.of("a", "b", "c").get(random.nextInt(3))));
        }
      }
      current.addAll(added);
      current.sort(Comparator.comparingLong(ItemRow::sortKey));
      contents.add(List.copyOf(current));
      write(id, NOON.plusSeconds(i), added, removed.stream().mapToLong(ItemRow::sortKey).toArray());
    }
    return contents;
  }

  private void write(PlaylistId id, Instant at, List<ItemRow> inserted, long... closed) {
    StoredPlaylist stored = find(id);
    ChangeBuilder change =
        stored == null ? ChangeBuilder.creating(id) : ChangeBuilder.changing(stored);
    store.apply(
        change
            .at(at)
            .tracks(track("a"), track("b"), track("c"))
            .insert(inserted)
            .close(LongStream.of(closed).sorted().toArray())
            .build());
  }

  private static PlaylistChange bare(long expectedVersion, Revision revision) {
    StoredPlaylist afterwards =
        new StoredPlaylist(
            Samples.playlist(ROAD),
            true,
            revision.snapshot(),
            revision.counts(),
            revision.number(),
            expectedVersion + 1,
            revision.at());
    return new PlaylistChange(
        expectedVersion, afterwards, revision, List.of(), List.of(), List.of(), null);
  }

  private StoredPlaylist find(PlaylistId id) {
    return store.find(List.of(id)).get(id);
  }

  private List<Long> numbers(long before, int limit) {
    return store.revisions(ROAD, before, limit).stream().map(Revision::number).toList();
  }
}
