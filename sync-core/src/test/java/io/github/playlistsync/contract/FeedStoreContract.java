package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.GYM;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.REST;
import static io.github.playlistsync.contract.Samples.ROAD;
import static io.github.playlistsync.contract.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.FeedStore} keeps to. */
public abstract class FeedStoreContract {
  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void tellsNothingWhereNothingChanged() {
    assertThat(store.changes(ANNA, null, 10)).isEqualTo(new ChangePage(List.of(), null));

    create(ROAD, ANNA);
    String position = store.changes(ANNA, null, 10).position();

    assertThat(store.changes(ANNA, position, 10)).isEqualTo(new ChangePage(List.of(), position));
  }

  @Test
  void tellsEachRevisionOnceInPages() {
    create(ROAD, ANNA);
    create(GYM, ANNA);
    for (int i = 1; i < 8; i++) {
      change(ROAD, NOON);
    }

    List<Revision> told = new ArrayList<>();
    ChangePage page = store.changes(ANNA, null, 3);
    while (!page.revisions().isEmpty()) {
      assertThat(page.revisions()).hasSizeLessThanOrEqualTo(3);
      told.addAll(page.revisions());
      page = store.changes(ANNA, page.position(), 3);
    }

    assertThat(told.stream().filter(one -> one.playlist().equals(ROAD)).map(Revision::number))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(told.stream().filter(one -> one.playlist().equals(GYM)).map(Revision::number))
        .containsExactly(1L);
    assertThat(told).contains(store.revisions(ROAD, 5, 1).get(0)).hasSize(9);
  }

  @Test
  void tellsOnlyOfPlaylistsThatTheUserHasAndMayRead() {
    create(ROAD, ANNA);
    create(GYM, BEN);
    create(REST, ANNA);
    store.apply(new LibraryChange(ANNA, List.of(entry(ANNA, REST, 1).goneAt(NOON)), null));
    PlaylistId closed = PlaylistId.of("closed");
    create(closed, BEN);
    LibraryEntry follower =
        new LibraryEntry(
            ANNA,
            closed,
            2,
            entry(ANNA, closed, 2).visibility(),
            Access.METADATA_ONLY,
            null,
            null,
            NOON,
            null,
            null);
    store.apply(new LibraryChange(ANNA, List.of(follower), null));

    assertThat(store.changes(ANNA, null, 10).revisions())
        .extracting(Revision::playlist)
        .containsExactly(ROAD);
  }

  @Test
  void tellsWhatIsCommittedLaterWhateverItsTime() {
    create(ROAD, ANNA);
    create(GYM, ANNA);
    change(ROAD, NOON.plusSeconds(60));
    String position = store.changes(ANNA, null, 10).position();

    change(GYM, NOON.minusSeconds(60));
    ChangePage next = store.changes(ANNA, position, 10);
    change(ROAD, NOON.minusSeconds(90));
    ChangePage last = store.changes(ANNA, next.position(), 10);

    assertThat(next.revisions()).extracting(Revision::playlist).containsExactly(GYM);
    assertThat(last.revisions()).extracting(Revision::playlist).containsExactly(ROAD);
  }

  @Test
  void tellsWhatWasPassedWhileAPlaylistWasGoneOrWithheld() {
    create(ROAD, ANNA);
    create(GYM, ANNA);
    String position = store.changes(ANNA, null, 10).position();
    LibraryEntry lost =
        new LibraryEntry(
            ANNA,
            GYM,
            0,
            entry(ANNA, GYM, 0).visibility(),
            Access.UNAVAILABLE,
            null,
            NOON,
            NOON,
            null,
            null);
    store.apply(new LibraryChange(ANNA, List.of(entry(ANNA, ROAD, 0).goneAt(NOON), lost), null));
    change(ROAD, NOON.plusSeconds(60));
    change(GYM, NOON.plusSeconds(60));
    create(REST, ANNA);
    position = store.changes(ANNA, position, 10).position();

    store.apply(new LibraryChange(ANNA, List.of(entry(ANNA, ROAD, 0), entry(ANNA, GYM, 1)), null));

    ChangePage back = store.changes(ANNA, position, 10);
    assertThat(back.revisions())
        .extracting(Revision::playlist, Revision::number)
        .contains(tuple(ROAD, 2L), tuple(GYM, 2L));
    assertThat(store.changes(ANNA, back.position(), 10).revisions()).isEmpty();
  }

  @Test
  void missesNothingWhileManyWrite() throws Exception {
    int writers = 4;
    int changes = 15;
    List<PlaylistId> playlists = List.of(ROAD, GYM, REST, PlaylistId.of("fourth"));
    playlists.forEach(id -> create(id, ANNA));
    AtomicInteger writing = new AtomicInteger(writers);
    List<Revision> told = new ArrayList<>();
    List<Callable<Void>> actions = new ArrayList<>();
    for (PlaylistId id : playlists) {
      actions.add(
          () -> {
            try {
              for (int i = 0; i < changes; i++) {
                change(id, NOON.minusSeconds(i));
              }
            } finally {
              writing.decrementAndGet();
            }
            return null;
          });
    }
    actions.add(
        () -> {
          String position = null;
          boolean more = true;
          while (more) {
            more = writing.get() > 0;
            ChangePage page = store.changes(ANNA, position, 100);
            told.addAll(page.revisions());
            position = page.position();
          }
          return null;
        });

    assertThat(Race.run(actions)).containsOnlyNulls();

    assertThat(told).doesNotHaveDuplicates().hasSize(writers * (changes + 1));
  }

  @Test
  void refusesAPositionThatIsNoneOfItsOwn() {
    assertThatThrownBy(() -> store.changes(ANNA, "yesterday", 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void create(PlaylistId id, UserId user) {
    store.apply(ChangeBuilder.creating(id).entry(entry(user, id, 0)).build());
  }

  private void change(PlaylistId id, Instant at) {
    StoredPlaylist stored = store.find(List.of(id)).get(id);
    PlaylistChange change = ChangeBuilder.changing(stored).at(at).build();
    store.apply(change);
  }
}
