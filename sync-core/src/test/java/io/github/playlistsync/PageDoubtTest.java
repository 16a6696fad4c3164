package io.github.playlistsync;

import static io.github.playlistsync.Lies.first;
import static io.github.playlistsync.Lies.firstAt;
import static io.github.playlistsync.Lies.placeholders;
import static io.github.playlistsync.Lies.withItems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Pages that Spotify sends wrongly once are not stored; what it sends twice is. */
class PageDoubtTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  @Test
  void aSecondLookUsesNoPageOfTheFirst() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 2_000);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    // Every page once, so that a second look served from kept pages would agree.
    spotify.bentPage = first(40, page -> page.offset() < 100 ? page : placeholders(page));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(1, 0, 0));
    assertThat(stored("p1").counts().placeholders()).isZero();
  }

  @Test
  void aTotalThatEndsWithThePageAlthoughMoreFollowsIsNotBelieved() {
    for (int before : List.of(0, 99)) {
      FakeSpotify.Remote remote = spotify.create(ANNA, "short" + before, Math.max(before, 101));
      PlaylistId id = PlaylistId.of("short" + before);
      if (before > 0) {
        remote.edit(items -> items.subList(before, 101).clear());
        engine.syncPlaylist(ANNA, id);
        remote.edit(items -> items.addAll(List.of(FakeSpotify.item("x"), FakeSpotify.item("y"))));
      }
      spotify.bentPage = firstAt(0, page -> withItems(page, page.total() - 1, page.items()));

      engine.syncPlaylist(ANNA, id);

      assertThat(engine.items(ANNA, id)).isEqualTo(remote.items).hasSize(101);
    }
  }

  @Test
  void aSecondLookUsesNoPageThatCouldNotBeDeleted() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 1_000);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.bentPage = firstAt(200, Lies::placeholders);
    PlaylistStore stuck = mock(PlaylistStore.class, delegatesTo(store));
    doThrow(new StoreUnavailableException("lock timeout", null))
        .when(stuck)
        .dropPages(any(), any());
    try (SyncEngine other =
        SyncEngine.builder().spotify(spotify).store(stuck).clock(time).sleeper(time).build()) {
      other.syncUser(ANNA);
    }

    assertThat(titles(ANNA, "p1")).hasSize(1_001).doesNotContainNull();
  }

  @Test
  void anAuditUsesNoKeptPage() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 600);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 550")) {
            throw new SpotifyUnavailableException("cut off");
          }
        };
    try (SyncEngine oneByOne = oneByOne()) {
      oneByOne.syncUser(ANNA);
    }
    spotify.beforeCall = call -> {};
    remote.edit(items -> items.remove(600));
    remote.snapshot = 2;
    time.advance(Duration.ofDays(7).plusSeconds(1));
    spotify.forgetCalls();

    engine.syncUser(ANNA);

    assertThat(spotify.calls()).contains("items p1 100", "items p1 500");
  }

  @Test
  void aReadInterruptedMoreThanAWeekAfterTheLastSyncGoesOn() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 600);
    engine.syncUser(ANNA);
    time.advance(Duration.ofDays(8));
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 550")) {
            throw new SpotifyUnavailableException("cut off");
          }
        };
    engine.syncPlaylist(ANNA, P1);
    spotify.beforeCall = call -> {};
    spotify.forgetCalls();

    // As any child of a user's job: the snapshot moved, so this is a read and no audit.
    engine.syncPlaylist(ANNA, P1);

    assertThat(titles(ANNA, "p1")).hasSize(601);
    assertThat(spotify.calls()).doesNotContain("items p1 100");
  }

  @Test
  void aPageFromAnotherPlaceIsNotStored() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    spotify.bentPage =
        first(
            2,
            page ->
                page.offset() == 0
                    ? page
                    : new ItemPage(0, 50, 300, true, remote.items.subList(0, 50), List.of()));

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);

    assertThat(titles(ANNA, "p1")).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  void aPageThatIsACopyOfPartOfAnotherMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    spotify.bentPage =
        firstAt(100, page -> withItems(page, page.total(), remote.items.subList(0, 50)));

    engine.syncUser(ANNA);
    engine.syncUser(ANNA);
    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).doesNotHaveDuplicates();
  }

  @Test
  void aPageThatIsACopyTakesNoItemsFromAStoredPlaylist() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.bentPage =
        firstAt(200, page -> withItems(page, page.total(), remote.items.subList(0, 50)));

    engine.syncUser(ANNA);
    engine.syncUser(ANNA);
    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).contains("Title p1-210").doesNotHaveDuplicates();
  }

  @Test
  void aReadOfSeveralPagesWithoutASnapshotMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 250);
    spotify.hasSnapshots = false;
    AtomicInteger reads = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 200") && reads.getAndIncrement() == 0) {
            // A torn read: what moved from the end to the top is in no page.
            remote.edit(items -> items.add(0, items.remove(249)));
          }
        };

    SyncReport torn = engine.syncUser(ANNA);

    assertThat(torn.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.HELD);
    assertThat(engine.playlist(P1)).isEmpty();
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(250).doesNotHaveDuplicates().startsWith("Title p1-249");
  }

  @Test
  void aTotalBeyondEveryListCostsNoMemoryAndIsRefusedByName() {
    spotify.create(ANNA, "p1", 150);
    engine.syncUser(ANNA);
    spotify.playlist("p1").edit(items -> items.remove(0));
    UnaryOperator<ItemPage> huge =
        page ->
            new ItemPage(
                page.offset(), page.limit(), Integer.MAX_VALUE, true, page.items(), List.of());
    spotify.bentPage = first(1, huge);

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(149);

    spotify.playlist("p1").edit(items -> items.remove(0));
    spotify.bentPage = huge;
    spotify.forgetCalls();
    SyncReport refused = engine.syncUser(ANNA);

    assertThat(refused.failure().message())
        .contains("2147483647", "100000", "SyncSettings.maxItems");
    assertThat(refused.playlists().get(0).problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.PLAYLIST_TOO_LARGE);
    assertThat(spotify.calls()).hasSizeLessThan(6);
    assertThat(titles(ANNA, "p1")).hasSize(149);
  }

  @Test
  void anEndlessNextEndsAtTheLongestPlaylist() {
    spotify.create(ANNA, "p1", 3);
    spotify.bentPage =
        page -> {
          List<PlaylistItem> items = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            items.add(FakeSpotify.item("x" + (page.offset() + i)).at(page.offset() + i));
          }
          return new ItemPage(page.offset(), 50, null, true, items, List.of());
        };
    try (SyncEngine small =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .clock(time)
            .sleeper(time)
            .settings(SyncSettings.defaults().withMaxItems(500))
            .build()) {
      SyncReport report = small.syncUser(ANNA);

      assertThat(report.failure().message()).contains("the settings allow 500");
      assertThat(report.failure().kind()).isEqualTo("PlaylistTooLargeException");
      assertThat(spotify.calls()).hasSizeLessThan(50);
    }
  }

  @Test
  void anAnswerWithoutTotalAndNextCutsNoPlaylist() {
    spotify.create(ANNA, "p1", 150);
    spotify.bentPage = first(1, page -> new ItemPage(0, 100, null, false, page.items(), List.of()));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(150);
  }

  @Test
  void aPageThatStartsElsewhereUnderItsOwnOffsetIsNotStored() {
    for (int early : List.of(1, 3, 30, 75, 120)) {
      String id = "early" + early;
      FakeSpotify.Remote remote = spotify.create(ANNA, id, 300);
      spotify.bentPage = firstAt(150, page -> fiftyFrom(remote, 150 - early, page));
      engine.syncUser(ANNA);
      assertThat(engine.items(ANNA, PlaylistId.of(id))).isEqualTo(remote.items);
      remote.edit(items -> items.add(FakeSpotify.item("new" + early)));
      spotify.bentPage = firstAt(200, page -> fiftyFrom(remote, 200 - early, page));

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(engine.items(ANNA, PlaylistId.of(id))).isEqualTo(remote.items);
    }
  }

  @Test
  void aShortLastPageThatStartsElsewhereIsNotStoredEither() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 207);
    spotify.bentPage =
        firstAt(200, page -> withItems(page, page.total(), remote.items.subList(170, 177)));

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(engine.items(ANNA, PlaylistId.of("p1"))).isEqualTo(remote.items);
  }

  @Test
  void aPageFromBeforeAnEditIsNotMixedWithLaterOnes() {
    for (int offset : List.of(0, 100, 150)) {
      PlaylistId id = PlaylistId.of("at" + offset);
      FakeSpotify.Remote remote = spotify.create(ANNA, id.value(), 230);
      engine.syncUser(ANNA);
      List<PlaylistItem> old = List.copyOf(remote.items);
      remote.edit(
          items -> {
            items.subList(10, 12).clear();
            items.add(150, FakeSpotify.item("one"));
            items.add(152, FakeSpotify.item("two"));
          });
      spotify.bentPage =
          firstAt(
              offset,
              page ->
                  withItems(page, page.total(), old.subList(offset, offset + page.items().size())));

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(engine.items(ANNA, id)).as("old at %d", offset).isEqualTo(remote.items);
      assertThat(stored(id.value()).revision()).isEqualTo(2);
    }
  }

  @Test
  void aMoveWithinOnePageNeedsNoSecondLook() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 230);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(3, items.remove(40)));
    spotify.forgetCalls();

    engine.syncUser(ANNA);

    assertThat(spotify.calls()).filteredOn("playlist p1"::equals).hasSize(1);
    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
  }

  private static ItemPage fiftyFrom(FakeSpotify.Remote remote, int from, ItemPage page) {
    return withItems(page, page.total(), remote.items.subList(from, from + 50));
  }

  @Test
  void aPlaylistThatRepeatsItemsAcrossPagesIsCompleteAndCostsNothingLater() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    remote.edit(items -> items.addAll(150, List.copyOf(items.subList(147, 150))));

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    spotify.forgetCalls();
    SyncReport unchanged = engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
    assertThat(unchanged.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(spotify.calls()).containsExactly("list 0");
  }
}
