package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.GYM;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.REST;
import static io.github.playlistsync.contract.Samples.ROAD;
import static io.github.playlistsync.contract.Samples.entry;
import static io.github.playlistsync.contract.Samples.row;
import static io.github.playlistsync.contract.Samples.track;
import static io.github.playlistsync.contract.Samples.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.PurgeStore} keeps to. */
public abstract class PurgeStoreContract {
  private static final Instant LATER = NOON.plusSeconds(1);

  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
    for (PlaylistId id : List.of(ROAD, GYM, REST)) {
      store.apply(
          ChangeBuilder.creating(id)
              .tracks(track("a"), track("b"))
              .insert(row(10, "a"), row(20, "b"))
              .build());
    }
  }

  @Test
  void namesPlaylistsThatAreGoneFromEveryLibrary() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON), entry(ANNA, GYM, 1).goneAt(NOON));
    write(BEN, entry(BEN, ROAD, 0).goneAt(NOON.minusSeconds(9)), entry(BEN, GYM, 1));

    assertThat(store.goneBefore(LATER, 10)).containsExactly(ROAD);
  }

  @Test
  void namesNoneThatWasSyncedByItsIdOrBelongsToNobody() {
    write(ANNA, entry(ANNA, ROAD, null), entry(ANNA, GYM, 0).goneAt(NOON));

    assertThat(store.goneBefore(LATER, 10)).containsExactly(GYM);
    assertThat(store.purge(ROAD, LATER)).isFalse();
    assertThat(store.purge(REST, LATER)).isFalse();
    assertThat(store.find(List.of(ROAD, REST))).hasSize(2);
  }

  @Test
  void namesNoneThatWasThereAtTheTime() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON.minusSeconds(60)));
    write(BEN, entry(BEN, ROAD, 0).goneAt(NOON));

    assertThat(store.goneBefore(NOON, 10)).isEmpty();
    assertThat(store.goneBefore(NOON.plusNanos(1_000), 10)).containsExactly(ROAD);
  }

  @Test
  void namesNoMoreThanAskedFor() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON), entry(ANNA, GYM, 1).goneAt(NOON));

    List<PlaylistId> first = store.goneBefore(LATER, 1);

    assertThat(first).hasSize(1);
    assertThat(store.goneBefore(LATER, 2)).hasSize(2).startsWith(first.get(0));
  }

  @Test
  void deletesAllOfAPlaylistAndLeavesTheOthers() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON), entry(ANNA, GYM, 1));
    write(BEN, entry(BEN, ROAD, 0).goneAt(NOON));
    store.apply(
        ChangeBuilder.changing(store.find(List.of(ROAD)).get(ROAD)).close(10).at(LATER).build());
    store.save(page(ROAD));
    store.save(page(GYM));

    assertThat(store.purge(ROAD, LATER)).isTrue();

    assertThat(store.find(List.of(ROAD, GYM, REST))).containsOnlyKeys(GYM, REST);
    assertThat(store.rows(ROAD)).isEmpty();
    assertThat(store.rowsAt(ROAD, 1)).isEmpty();
    assertThat(store.revisions(ROAD, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(store.pages(ANNA, ROAD)).isEmpty();
    assertThat(store.library(ANNA)).containsExactly(entry(ANNA, GYM, 1));
    assertThat(store.library(BEN)).isEmpty();
    assertThat(store.playlistsWith(uri("b"), null, 10)).containsExactlyInAnyOrder(GYM, REST);
    assertThat(store.rows(GYM)).hasSize(2);
    assertThat(store.revisions(GYM, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(store.pages(ANNA, GYM)).hasSize(1);
  }

  @Test
  void keepsTheTracks() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON));

    store.purge(ROAD, LATER);

    assertThat(store.tracks(List.of(uri("a"), uri("b")))).hasSize(2);
  }

  @Test
  void deletesNothingOfAPlaylistThatIsBack() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON));
    assertThat(store.goneBefore(LATER, 10)).containsExactly(ROAD);
    write(ANNA, entry(ANNA, ROAD, 0));

    assertThat(store.purge(ROAD, LATER)).isFalse();

    assertThat(store.rows(ROAD)).hasSize(2);
    assertThat(store.revisions(ROAD, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(store.library(ANNA)).containsExactly(entry(ANNA, ROAD, 0));
  }

  @Test
  void takesAPurgedPlaylistAsANewOne() {
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON));
    store.purge(ROAD, LATER);
    assertThat(store.purge(ROAD, LATER)).isFalse();

    store.apply(
        ChangeBuilder.creating(ROAD).insert(row(30, "b")).entry(entry(ANNA, ROAD, 0)).build());

    assertThat(store.rows(ROAD)).containsExactly(row(30, "b"));
    assertThat(store.rowsAt(ROAD, 1)).hasValue(List.of(row(30, "b")));
    assertThat(store.changes(ANNA, null, 10).revisions()).hasSize(1);
  }

  private void write(UserId user, LibraryEntry... entries) {
    store.apply(new LibraryChange(user, List.of(entries), null));
  }

  private static PageCheckpoint page(PlaylistId playlist) {
    return new PageCheckpoint(ANNA, playlist, SnapshotId.of("s"), 100, "content", NOON);
  }
}
