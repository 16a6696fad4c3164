package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;
import static io.github.playlistsync.contract.Samples.GYM;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.REST;
import static io.github.playlistsync.contract.Samples.ROAD;
import static io.github.playlistsync.contract.Samples.entry;
import static io.github.playlistsync.contract.Samples.readAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.LibraryStore} keeps to. */
public abstract class LibraryStoreContract {
  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
    for (PlaylistId id : List.of(ROAD, GYM, REST)) {
      store.apply(ChangeBuilder.creating(id).build());
    }
  }

  @Test
  void knowsNothingOfAUserWhoIsNotKnown() {
    write(BEN, entry(BEN, ROAD, 0));

    assertThat(store.library(ANNA)).isEmpty();
    assertThat(store.lastSync(ANNA)).isEmpty();
  }

  @Test
  void pagesThroughThoseWhoHaveAPlaylistInTheirList() {
    List<LibraryEntry> listed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      LibraryEntry entry = entry(UserId.of((i % 2 == 0 ? "U" : "ü") + i), ROAD, i);
      write(entry.user(), entry, entry(entry.user(), GYM, 100));
      listed.add(entry);
    }
    write(ANNA, entry(ANNA, ROAD, 0).goneAt(NOON));

    List<LibraryEntry> paged = new ArrayList<>();
    List<LibraryEntry> page = store.listings(ROAD, null, 5);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(5);
      paged.addAll(page);
      page = store.listings(ROAD, page.get(page.size() - 1).user(), 5);
    }

    assertThat(paged).containsExactlyInAnyOrderElementsOf(listed);
    assertThat(store.listings(REST, null, 5)).isEmpty();
  }

  @Test
  void givesTheOneEntryOfAUserAndAPlaylist() {
    LibraryEntry gone = entry(ANNA, ROAD, 0).goneAt(NOON);
    write(ANNA, gone, entry(ANNA, GYM, 1));
    write(BEN, entry(BEN, ROAD, 4), entry(BEN, REST, 5));

    assertThat(store.entry(ANNA, ROAD)).contains(gone);
    assertThat(store.entry(ANNA, GYM)).contains(entry(ANNA, GYM, 1));
    assertThat(store.entry(BEN, ROAD)).contains(entry(BEN, ROAD, 4));
    assertThat(store.entry(ANNA, REST)).isEmpty();
    assertThat(store.entry(UserId.of("ANNA"), ROAD)).isEmpty();
  }

  @Test
  void keepsEveryFieldOfAnEntry() {
    LibraryEntry full =
        new LibraryEntry(
            ANNA,
            ROAD,
            7,
            Visibility.PUBLIC,
            Access.UNAVAILABLE,
            SnapshotId.of("AAAAB3NzaC1yc2E="),
            NOON.plusSeconds(1),
            NOON.plusSeconds(2),
            NOON.plusSeconds(3),
            NOON.plusSeconds(4));
    LibraryEntry bare =
        new LibraryEntry(
            ANNA,
            GYM,
            null,
            Visibility.UNKNOWN,
            Access.METADATA_ONLY,
            null,
            null,
            NOON,
            null,
            null);

    write(ANNA, full, bare);

    assertThat(store.library(ANNA)).containsExactlyInAnyOrder(full, bare);
  }

  @Test
  void givesListedEntriesInOrderAndThenTheOthersById() {
    PlaylistId upper = PlaylistId.of("B");
    PlaylistId lower = PlaylistId.of("a");
    store.apply(ChangeBuilder.creating(upper).build());
    store.apply(ChangeBuilder.creating(lower).build());
    LibraryEntry gone = entry(ANNA, lower, 0).goneAt(NOON);
    LibraryEntry unlisted = entry(ANNA, upper, null);

    write(ANNA, gone, entry(ANNA, REST, 2), unlisted, entry(ANNA, ROAD, 10), entry(ANNA, GYM, 1));

    assertThat(store.library(ANNA))
        .containsExactly(
            entry(ANNA, GYM, 1), entry(ANNA, REST, 2), entry(ANNA, ROAD, 10), unlisted, gone);
  }

  @Test
  void overwritesAnEntryAndLeavesTheOthers() {
    write(ANNA, entry(ANNA, ROAD, 0), entry(ANNA, GYM, 1).goneAt(NOON));
    LibraryEntry moved =
        new LibraryEntry(
            ANNA,
            ROAD,
            5,
            Visibility.UNKNOWN,
            Access.METADATA_ONLY,
            null,
            NOON.plusSeconds(9),
            NOON,
            null,
            null);

    write(ANNA, moved);

    assertThat(store.library(ANNA)).containsExactly(moved, entry(ANNA, GYM, 1).goneAt(NOON));
  }

  @Test
  void leavesThePlaceInTheListWhereAnEntryHasNone() {
    LibraryEntry gone = entry(ANNA, GYM, 1).goneAt(NOON);
    LibraryEntry hidden = entry(ANNA, ROAD, 7).hiddenAt(NOON);
    write(ANNA, hidden, gone);
    LibraryEntry lost =
        new LibraryEntry(
            ANNA, ROAD, null, Visibility.UNKNOWN, Access.UNAVAILABLE, null, NOON, NOON, null, null);

    write(ANNA, lost, entry(ANNA, GYM, null), entry(ANNA, REST, null));

    assertThat(store.library(ANNA))
        .containsExactly(lost.withListingOf(hidden), gone, entry(ANNA, REST, null));
    store.apply(
        ChangeBuilder.changing(store.find(List.of(ROAD)).get(ROAD))
            .entry(entry(ANNA, ROAD, null))
            .build());
    assertThat(store.entry(ANNA, ROAD)).contains(hidden);
  }

  @Test
  void keepsUsersApartWhoShareAPlaylist() {
    UserId upper = UserId.of("ANNA");
    write(ANNA, entry(ANNA, ROAD, 0));
    write(BEN, entry(BEN, ROAD, 4));
    write(upper, entry(upper, ROAD, 8));

    write(BEN, entry(BEN, ROAD, 4).goneAt(NOON));

    assertThat(store.library(ANNA)).containsExactly(entry(ANNA, ROAD, 0));
    assertThat(store.library(BEN)).containsExactly(entry(BEN, ROAD, 4).goneAt(NOON));
    assertThat(store.library(upper)).containsExactly(entry(upper, ROAD, 8));
  }

  @Test
  void keepsUsersOfAnyName() {
    UserId user = UserId.of("ünï$cödé-音楽🎶" + "x".repeat(180));
    PlaylistId liked = PlaylistId.likedSongs(user);
    store.apply(ChangeBuilder.creating(liked).build());

    store.apply(new LibraryChange(user, List.of(entry(user, liked, null)), readAt(NOON)));

    assertThat(store.library(user)).containsExactly(entry(user, liked, null));
    assertThat(store.lastSync(user)).contains(NOON);
  }

  @Test
  void keepsWhenTheLibraryWasReadAsAWhole() {
    Instant later = Instant.parse("2026-03-01T12:30:00.123456Z");
    store.apply(new LibraryChange(ANNA, List.of(), readAt(NOON)));
    store.apply(new LibraryChange(BEN, List.of(), readAt(NOON)));

    store.apply(new LibraryChange(ANNA, List.of(), readAt(later)));

    assertThat(store.lastSync(ANNA)).contains(later);
    assertThat(store.lastSync(BEN)).contains(NOON);
  }

  @Test
  void leavesTheTimeOfTheLastReadWhereNoneIsGiven() {
    write(ANNA, entry(ANNA, ROAD, 0));
    assertThat(store.lastSync(ANNA)).isEmpty();
    store.apply(new LibraryChange(ANNA, List.of(), readAt(NOON)));

    write(ANNA, entry(ANNA, ROAD, 1));

    assertThat(store.lastSync(ANNA)).contains(NOON);
  }

  @Test
  void ignoresAReadFromBeforeTheLastOne() {
    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(NOON, 2)));

    store.apply(new LibraryChange(ANNA, List.of(), readAt(NOON.minusSeconds(1))));

    assertThat(store.lastSync(ANNA)).contains(NOON);
    assertThat(store.user(ANNA).hiddenPlaylists()).isEqualTo(2);
  }

  @Test
  void leavesTheListAsALaterReadSawIt() {
    write(ANNA, entry(ANNA, ROAD, 0), entry(ANNA, GYM, 1));
    store.apply(new LibraryChange(ANNA, List.of(entry(ANNA, GYM, 1).goneAt(NOON)), readAt(NOON)));
    LibraryEntry withheld =
        new LibraryEntry(
            ANNA,
            ROAD,
            0,
            Visibility.PRIVATE,
            Access.METADATA_ONLY,
            SnapshotId.of("s1"),
            NOON,
            entry(ANNA, ROAD, 0).firstSeen(),
            NOON,
            null);

    store.apply(
        new LibraryChange(
            ANNA, List.of(withheld, entry(ANNA, GYM, 4)), readAt(NOON.minusSeconds(1))));

    LibraryEntry road = store.entry(ANNA, ROAD).orElseThrow();
    assertThat(road.goneSince()).isNull();
    assertThat(road.access()).as("is no part of the list").isEqualTo(Access.METADATA_ONLY);
    assertThat(store.entry(ANNA, GYM).orElseThrow().goneSince()).isEqualTo(NOON);
    assertThat(store.entry(ANNA, GYM).orElseThrow().position()).isEqualTo(1);
  }

  @Test
  void forgetsAReadByAClockThatWasAhead() {
    Instant ahead = NOON.plus(LibraryChange.Read.MOST_AHEAD).plusSeconds(1);
    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(ahead, 2)));

    store.apply(new LibraryChange(ANNA, List.of(), new LibraryChange.Read(NOON, 3)));

    assertThat(store.lastSync(ANNA)).contains(NOON);
    assertThat(store.user(ANNA).hiddenPlaylists()).isEqualTo(3);
  }

  @Test
  void writesNothingOfAChangeThatNamesAnUnknownPlaylist() {
    write(ANNA, entry(ANNA, ROAD, 0));
    PlaylistId unknown = PlaylistId.of("unknown");

    assertThatThrownBy(
            () ->
                store.apply(
                    new LibraryChange(
                        ANNA,
                        List.of(entry(ANNA, ROAD, 1), entry(ANNA, unknown, 2), entry(ANNA, GYM, 3)),
                        readAt(NOON))))
        .isInstanceOf(StoreException.class);

    assertThat(store.library(ANNA)).containsExactly(entry(ANNA, ROAD, 0));
    assertThat(store.lastSync(ANNA)).isEmpty();
  }

  @Test
  void letsConcurrentChangesOfTheSameEntriesSucceed() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int position = 10 * i;
      List<LibraryEntry> entries =
          new ArrayList<>(
              List.of(
                  entry(ANNA, ROAD, position),
                  entry(ANNA, GYM, position + 1),
                  entry(ANNA, REST, position + 2)));
      Collections.rotate(entries, i);
      writers.add(
          () -> {
            store.apply(new LibraryChange(ANNA, entries, readAt(NOON.plusSeconds(position))));
            return null;
          });
    }

    List<Throwable> outcomes = Race.run(writers);

    assertThat(outcomes).containsOnlyNulls();
    List<LibraryEntry> kept = store.library(ANNA);
    int position = kept.get(0).position();
    assertThat(kept)
        .containsExactly(
            entry(ANNA, ROAD, position),
            entry(ANNA, GYM, position + 1),
            entry(ANNA, REST, position + 2));
    assertThat(store.lastSync(ANNA)).contains(NOON.plusSeconds(50));
  }

  @Test
  void holdsHundredsOfEntries() {
    List<LibraryEntry> entries =
        IntStream.range(0, 600).mapToObj(i -> entry(ANNA, PlaylistId.of("p" + i), i)).toList();
    entries.forEach(one -> store.apply(ChangeBuilder.creating(one.playlist()).build()));
    store.apply(new LibraryChange(ANNA, entries, readAt(NOON)));
    List<LibraryEntry> reversed =
        IntStream.range(0, 600)
            .mapToObj(i -> entry(ANNA, PlaylistId.of("p" + (599 - i)), i))
            .toList();

    store.apply(new LibraryChange(ANNA, reversed, readAt(NOON)));

    assertThat(store.library(ANNA)).isEqualTo(reversed);
  }

  @Test
  void pagesThroughTheListInItsOrderAndThenThroughTheOthers() {
    List<LibraryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      LibraryEntry listed = entry(ANNA, PlaylistId.of("p" + (i * 7 % 25)), i);
      entries.add(i % 5 == 4 ? listed.goneAt(NOON) : listed);
    }
    entries.add(entry(ANNA, PlaylistId.of("byId"), null));
    entries.forEach(one -> store.apply(ChangeBuilder.creating(one.playlist()).build()));
    write(ANNA, entries.toArray(LibraryEntry[]::new));
    write(BEN, entry(BEN, ROAD, 0));

    for (int limit : List.of(1, 7, 20, 100)) {
      List<LibraryEntry> paged = new ArrayList<>();
      List<LibraryEntry> page = store.library(ANNA, null, limit);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        paged.addAll(page);
        page = store.library(ANNA, page.get(page.size() - 1).playlist(), limit);
      }
      assertThat(paged).containsExactlyInAnyOrderElementsOf(entries);
      assertThat(paged.subList(0, 20)).isEqualTo(store.library(ANNA).subList(0, 20));
    }
    assertThat(store.library(UserId.of("carl"), null, 10)).isEmpty();
    assertThatThrownBy(() -> store.library(ANNA, ROAD, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(ROAD.value());
  }

  private void write(UserId user, LibraryEntry... entries) {
    store.apply(new LibraryChange(user, List.of(entries), null));
  }
}
