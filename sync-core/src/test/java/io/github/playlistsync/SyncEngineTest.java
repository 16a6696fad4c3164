package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.ItemPage;
import io.github.playlistsync.spi.LibraryChange;
import io.github.playlistsync.spi.LibraryPage;
import io.github.playlistsync.spi.PlaylistStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

class SyncEngineTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final UserId BEN = UserId.of("ben");

  private final FakeSpotify spotify = new FakeSpotify();
  private final InMemoryPlaylistStore store = InMemoryPlaylistStore.create();
  private final ManualTime time = new ManualTime();
  private final RecordingListener events = new RecordingListener();
  private final SyncEngine engine =
      SyncEngine.builder()
          .spotify(spotify)
          .store(store)
          .listener(events)
          .clock(time)
          .sleeper(time)
          .build();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aFirstSyncStoresEveryItemInOrderWithDuplicatesAndPlaceholders() {
    spotify.create(ANNA, "p1", "a", "b", "-", "a");

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    PlaylistReport playlist = report.playlists().get(0);
    assertThat(playlist.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(playlist.counts()).isEqualTo(new TrackCounts(3, 1, 4));
    assertThat(playlist.changes()).isEqualTo(new PlaylistReport.Changes(4, 0, 0));
    assertThat(playlist.revision()).isEqualTo(1);
    assertThat(titles(ANNA, "p1")).containsExactly("Title a", "Title b", null, "Title a");
  }

  @Test
  void nothingChangedCostsTheListAndWritesNothing() {
    spotify.create(ANNA, "p1", 300);
    spotify.create(ANNA, "p2", 3);
    engine.syncUser(ANNA);
    spotify.forgetCalls();

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists())
        .extracting(PlaylistReport::outcome)
        .containsOnly(PlaylistOutcome.UNCHANGED);
    assertThat(spotify.calls()).containsExactly("list 0");
    assertThat(report.cost().apiCalls()).isEqualTo(1);
    assertThat(report.cost().rowsWritten()).isZero();
  }

  @Test
  void aFirstReadCostsOneCallForTheFirstHundredOneForEachFiftyMoreAndOneToCheck() {
    spotify.create(ANNA, "p1", 251);

    engine.syncPlaylist(ANNA, PlaylistId.of("p1"));

    assertThat(spotify.calls())
        .containsExactlyInAnyOrder(
            "playlist p1",
            "items p1 100",
            "items p1 150",
            "items p1 200",
            "items p1 250",
            "probe p1");
  }

  @Test
  void anInsertionARemovalAndAMoveTogetherWriteFourItemRows() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 1_000);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(0, FakeSpotify.item("new")));
    remote.edit(items -> items.remove(500));
    remote.edit(items -> items.add(0, items.remove(items.size() - 1)));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.cost().itemRowsWritten()).isEqualTo(4);
    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(1, 1, 1));
    assertThat(titles(ANNA, "p1")).startsWith("Title p1-999", "Title new").hasSize(1_000);
  }

  @Test
  void aRenamedPlaylistWritesNoItemRow() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 10);
    engine.syncUser(ANNA);
    remote.metadata(playlist -> renamed(playlist, "Other name"));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(report.cost().itemRowsWritten()).isZero();
    assertThat(stored("p1").playlist().name()).isEqualTo("Other name");
    assertThat(stored("p1").revision()).isEqualTo(1);
  }

  @Test
  void aPlaylistThatIsEditedWhileItIsReadIsReadAgain() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 200);
    AtomicBoolean edited = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 150") && edited.compareAndSet(false, true)) {
            remote.edit(items -> items.add(0, items.remove(199)));
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).startsWith("Title p1-199", "Title p1-0").hasSize(200);
    assertThat(time.slept()).isPositive();
  }

  @Test
  void aPlaylistThatChangesDuringEveryReadKeepsWhatIsStored() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 200);
    spotify.create(ANNA, "p2", "x");
    engine.syncUser(ANNA);
    remote.edit(items -> items.remove(0));
    spotify.beforeCall =
        call -> {
          if (call.equals("probe p1")) {
            remote.edit(items -> items.add(0, items.remove(items.size() - 1)));
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    PlaylistReport failed = report.playlists().get(0);
    assertThat(failed.outcome()).isEqualTo(PlaylistOutcome.FAILED);
    assertThat(failed.problems()).singleElement().asString().contains("edited while it was read");
    assertThat(failed.failure()).isNotNull();
    assertThat(failed.failure().retryable()).isTrue();
    assertThat(titles(ANNA, "p1")).startsWith("Title p1-0").hasSize(200);
    assertThat(report.playlists().get(1).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
  }

  @Test
  void aPageThatFailsKeepsWhatIsStoredAndTheOtherPlaylistsAreSynced() {
    FakeSpotify.Remote broken = spotify.create(ANNA, "p1", 300);
    FakeSpotify.Remote fine = spotify.create(ANNA, "p2", "a");
    engine.syncUser(ANNA);
    broken.edit(items -> items.remove(0));
    fine.edit(items -> items.add(FakeSpotify.item("b")));
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 200")) {
            throw new SpotifyUnavailableException("500 for the page");
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.playlists().get(0).problems()).containsExactly("500 for the page");
    assertThat(titles(ANNA, "p1")).hasSize(300);
    assertThat(titles(ANNA, "p2")).containsExactly("Title a", "Title b");
  }

  @Test
  void aPageThatRepeatsTheOneBeforeIsReadAgain() {
    spotify.create(ANNA, "p1", 250);
    AtomicInteger bent = new AtomicInteger();
    spotify.bentPage =
        page -> {
          if (page.offset() != 150 || bent.getAndIncrement() > 0) {
            return page;
          }
          List<PlaylistItem> repeated = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            repeated.add(FakeSpotify.item("p1-" + (100 + i)).at(150 + i));
          }
          return new ItemPage(150, 50, 250, true, repeated, List.of());
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void aPlaylistThatReallyRepeatsItselfIsBelievedTheSecondTime() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 100);
    remote.edit(items -> items.addAll(List.copyOf(items)));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(200);
  }

  @Test
  void aReadThatWasCutOffFetchesOnlyTheMissingPagesTheNextTime() {
    spotify.create(ANNA, "p1", 1_000);
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 900")) {
            throw new SpotifyUnavailableException("cut off");
          }
        };
    try (SyncEngine oneByOne = oneByOne()) {
      assertThat(oneByOne.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.PARTIAL);
    }
    spotify.beforeCall = call -> {};
    spotify.forgetCalls();

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(spotify.calls())
        .containsExactlyInAnyOrder(
            "list 0", "playlist p1", "items p1 900", "items p1 950", "probe p1");
    assertThat(titles(ANNA, "p1")).hasSize(1_000).startsWith("Title p1-0", "Title p1-1");
    assertThat(store.pages(ANNA, PlaylistId.of("p1"))).isEmpty();
  }

  @Test
  void aReadThatWasCutOffStartsAnewWhereThePlaylistWasEditedMeanwhile() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 1_000);
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 900")) {
            throw new SpotifyUnavailableException("cut off");
          }
        };
    try (SyncEngine oneByOne = oneByOne()) {
      oneByOne.syncUser(ANNA);
    }
    spotify.beforeCall = call -> {};
    spotify.forgetCalls();
    remote.edit(items -> items.add(0, items.remove(999)));

    engine.syncUser(ANNA);

    assertThat(spotify.calls()).hasSize(1 + 1 + 18 + 1);
    assertThat(titles(ANNA, "p1")).hasSize(1_000).startsWith("Title p1-999", "Title p1-0");
  }

  private SyncEngine oneByOne() {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(store)
        .settings(SyncSettings.defaults().withPlaylistsAtOnce(1).withPagesAtOnce(1))
        .build();
  }

  @Test
  void anEmptyAnswerWhereItemsWereAnnouncedIsNotBelieved() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    remote.edit(items -> items.remove(0));
    spotify.bentPage =
        page -> new ItemPage(page.offset(), page.limit(), 300, false, List.of(), List.of());

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.FAILED);
    assertThat(report.playlists().get(0).problems())
        .singleElement()
        .asString()
        .contains("announced 300 items and sent 0");
    assertThat(titles(ANNA, "p1")).hasSize(300);
  }

  @Test
  void pagesThatAreShorterThanAskedForAreReadOnWhereTheySayThatTheirLimitIsLower() {
    spotify.create(ANNA, "p1", 250);
    spotify.bentPage =
        page -> {
          int limit = Math.min(page.limit(), 20);
          int size = Math.min(limit, page.items().size());
          return new ItemPage(
              page.offset(),
              limit,
              page.total(),
              page.hasNext(),
              page.items().subList(0, size),
              List.of());
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void aRemovalOfMostItemsIsAppliedOnceASecondReadAgrees() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    remote.edit(List::clear);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(events.outcomes).endsWith("p1 HELD", "p1 SYNCED");
    assertThat(time.slept()).isEqualTo(RemovalGuard.defaults().pause());
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.playlists().get(0).changes())
        .isEqualTo(new PlaylistReport.Changes(0, 300, 0));
    assertThat(titles(ANNA, "p1")).isEmpty();
  }

  @Test
  void aPlaylistThatIsEmptyForOneAnswerLosesNothing() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    remote.edit(items -> items.remove(0));
    AtomicInteger reads = new AtomicInteger();
    spotify.bentPage =
        page ->
            reads.getAndIncrement() == 0
                ? new ItemPage(0, page.limit(), 0, false, List.of(), List.of())
                : page;

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(0, 1, 0));
    assertThat(titles(ANNA, "p1")).hasSize(299);
  }

  @Test
  void aPlaylistThatLosesAccessKeepsItsItemsAndLeavesTheRunPartialUntilItIsBack() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b");
    spotify.follow(BEN, PlaylistId.of("p1"));
    engine.syncUser(BEN);
    spotify.withhold(BEN, PlaylistId.of("p1"));
    remote.edit(items -> items.remove(0));

    SyncReport lost = engine.syncUser(BEN);
    SyncReport still = engine.syncUser(BEN);

    assertThat(lost.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(lost.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.METADATA_ONLY);
    assertThat(lost.playlists().get(0).problems()).isNotEmpty();
    assertThat(still.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(store.rows(PlaylistId.of("p1"))).hasSize(2);
    assertThat(engine.items(BEN, PlaylistId.of("p1"))).isEmpty();

    spotify.give(BEN, PlaylistId.of("p1"));
    assertThat(engine.syncUser(BEN).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(BEN, "p1")).containsExactly("Title b");
  }

  @Test
  void aPlaylistThatWasNeverReadableIsKeptAsMetadataAndAskedForAgainOnlyWhenItChanges() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, PlaylistId.of("p1"));
    spotify.withhold(BEN, PlaylistId.of("p1"));

    SyncReport first = engine.syncUser(BEN);
    spotify.forgetCalls();
    SyncReport second = engine.syncUser(BEN);

    assertThat(first.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(first.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.METADATA_ONLY);
    assertThat(stored("p1").hasContent()).isFalse();
    assertThat(second.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(second.cost().rowsWritten()).isZero();
    assertThat(spotify.calls()).containsExactly("list 0");

    remote.edit(items -> items.remove(0));
    spotify.forgetCalls();
    engine.syncUser(BEN);
    assertThat(spotify.calls()).contains("playlist p1");
  }

  @Test
  void aPlaylistThatSpotifyNoLongerKnowsKeepsItsItems() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.clear());
    spotify.hide(PlaylistId.of("p1"));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNAVAILABLE);
    assertThat(store.rows(PlaylistId.of("p1"))).hasSize(1);
    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.UNAVAILABLE);
  }

  @Test
  void twoFollowersNeverRewriteEachOthersRows() {
    spotify.create(ANNA, "p1", "a", "b");
    spotify.follow(BEN, PlaylistId.of("p1"));
    spotify.withhold(BEN, PlaylistId.of("p1"));
    engine.syncUser(ANNA);
    StoredPlaylist before = stored("p1");

    SyncReport ben = engine.syncUser(BEN);
    SyncReport anna = engine.syncUser(ANNA);

    assertThat(stored("p1")).isEqualTo(before);
    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
    assertThat(entry(BEN, "p1").access()).isEqualTo(Access.METADATA_ONLY);
    assertThat(ben.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(anna.cost().rowsWritten()).isZero();
  }

  @Test
  void aFollowerOfAStoredPlaylistCostsOneCallAndNoItems() {
    spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    spotify.follow(BEN, PlaylistId.of("p1"));
    spotify.forgetCalls();

    SyncReport report = engine.syncUser(BEN);

    assertThat(spotify.calls()).containsExactly("list 0", "playlist p1");
    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
    assertThat(titles(BEN, "p1")).hasSize(300);
  }

  @Test
  void theOwnersViewOfTheVisibilityOutranksTheFollowers() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, PlaylistId.of("p1"));
    remote.metadata(playlist -> playlist.withVisibility(Visibility.UNKNOWN));
    engine.syncUser(BEN);
    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.UNKNOWN);

    remote.metadata(playlist -> playlist.withVisibility(Visibility.PRIVATE));
    engine.syncUser(ANNA);
    remote.metadata(playlist -> playlist.withVisibility(Visibility.PUBLIC));
    engine.syncUser(BEN);

    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(entry(BEN, "p1").visibility()).isEqualTo(Visibility.PUBLIC);
  }

  @Test
  void aFollowersViewOfTheVisibilityStandsUntilTheNextSnapshot() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, PlaylistId.of("p1"));
    engine.syncUser(BEN);
    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PUBLIC);

    remote.metadata(playlist -> playlist.withVisibility(Visibility.UNKNOWN));
    engine.syncUser(BEN);
    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.UNKNOWN);
  }

  @Test
  void aPlaylistThatLeftTheListIsGoneWithItsContentKeptAndMayComeBack() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);

    spotify.unfollow(ANNA, PlaylistId.of("p1"));
    SyncReport gone = engine.syncUser(ANNA);

    assertThat(gone.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(gone.gone()).containsExactly(PlaylistId.of("p1"));
    assertThat(entry(ANNA, "p1").goneSince()).isNotNull();
    assertThat(store.rows(PlaylistId.of("p1"))).hasSize(1);
    assertThat(engine.syncUser(ANNA).cost().rowsWritten()).isZero();

    spotify.follow(ANNA, PlaylistId.of("p1"));
    SyncReport back = engine.syncUser(ANNA);
    assertThat(back.back()).containsExactly(PlaylistId.of("p1"));
    assertThat(entry(ANNA, "p1").goneSince()).isNull();
    assertThat(events.departures).containsExactly("gone p1", "back p1");
  }

  @Test
  void anIncompleteListMarksNothingAsGone() {
    for (int i = 0; i < 60; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    engine.syncUser(ANNA);
    spotify.beforeCall =
        call -> {
          if (call.equals("list 50")) {
            throw new SpotifyUnavailableException("502 for the list");
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.gone()).isEmpty();
    assertThat(report.playlists()).hasSize(50);
    assertThat(report.problems()).singleElement().asString().contains("502 for the list");
    assertThat(store.library(ANNA)).allMatch(LibraryEntry::isListed);
  }

  @Test
  void anEntryThatSpotifyLeavesEmptyMarksNothingAsGone() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    spotify.bentList =
        page -> {
          List<LibraryPage.Entry> entries = new ArrayList<>(page.entries());
          entries.set(0, null);
          return new LibraryPage(
              page.offset(), page.limit(), page.total(), page.hasNext(), entries, List.of());
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).isEmpty();
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.problems()).singleElement().asString().contains("1 entries of the list");
  }

  @Test
  void aListThatIsEmptyForOnceMarksNothingAsGone() {
    for (int i = 0; i < 12; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    engine.syncUser(ANNA);
    AtomicInteger reads = new AtomicInteger();
    spotify.bentList =
        page ->
            reads.getAndIncrement() == 0
                ? new LibraryPage(0, page.limit(), 0, false, List.of(), List.of())
                : page;

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).isEmpty();
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(store.library(ANNA)).allMatch(LibraryEntry::isListed);
  }

  @Test
  void aLibraryThatCannotBeWrittenLeavesTheRunPartialAndItsPlaylistsWritten() {
    spotify.create(ANNA, "p1", "a");
    PlaylistStore failing = mock(PlaylistStore.class, AdditionalAnswers.delegatesTo(store));
    doThrow(new StoreUnavailableException("the connection is gone"))
        .when(failing)
        .apply(any(LibraryChange.class));
    try (SyncEngine other = SyncEngine.builder().spotify(spotify).store(failing).build()) {

      SyncReport report = other.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
      assertThat(report.problems()).singleElement().asString().contains("the connection is gone");
      assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    }
    assertThat(titles(ANNA, "p1")).containsExactly("Title a");
  }

  @Test
  void aHostReadsPagesFindsTracksAndFollowsWhatChanged() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "c");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, PlaylistId.of("p1"), 1, 1))
        .singleElement()
        .satisfies(item -> assertThat(item.position()).isEqualTo(1));
    assertThat(engine.items(BEN, PlaylistId.of("p1"), 0, 10)).isEmpty();
    assertThat(engine.playlistsWith(TrackUri.of("spotify:track:b"), null, 10))
        .containsExactlyInAnyOrder(PlaylistId.of("p1"), PlaylistId.of("p2"));

    ChangePage first = engine.changes(ANNA, null, 10);
    assertThat(first.revisions()).hasSize(2);
    remote.edit(items -> items.remove(0));
    engine.syncUser(ANNA);
    ChangePage next = engine.changes(ANNA, first.position(), 10);
    assertThat(next.revisions())
        .singleElement()
        .satisfies(revision -> assertThat(revision.number()).isEqualTo(2));
    assertThat(engine.changes(ANNA, next.position(), 10).revisions()).isEmpty();
  }

  @Test
  void aRefusedTokenFailsTheRunWithOneReason() {
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall =
        call -> {
          throw new AuthorizationException("token refused");
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.FAILED);
    assertThat(report.problems()).containsExactly("token refused");
    assertThat(report.failure()).isNotNull();
    assertThat(report.failure().kind()).isEqualTo("AuthorizationException");
    assertThat(report.failure().retryable()).isFalse();
  }

  @Test
  void aTokenThatIsRefusedHalfwayLeavesTheRestUntried() {
    for (int i = 0; i < 50; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist")) {
            throw new AuthorizationException("token refused");
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.playlists()).hasSize(50);
    assertThat(spotify.calls().size()).isLessThan(10);
  }

  @Test
  void aPlaylistIsSyncedByItsIdWithoutBeingInTheList() {
    spotify.create(ANNA, "p1", "a");

    SyncReport report = engine.syncPlaylist(BEN, PlaylistId.of("p1"));

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(entry(BEN, "p1").isListed()).isFalse();
    assertThat(titles(BEN, "p1")).containsExactly("Title a");
    engine.syncUser(BEN);
    assertThat(entry(BEN, "p1").goneSince()).as("it never was in the list").isNull();
  }

  @Test
  void aPlaylistThatNobodyKnowsIsUnavailableAndNothingIsStored() {
    SyncReport report = engine.syncPlaylist(ANNA, PlaylistId.of("nosuch"));

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNAVAILABLE);
    assertThat(engine.playlist(PlaylistId.of("nosuch"))).isEmpty();
  }

  @Test
  void likedSongsAreAPlaylistOfTheirUserWithAProbeOfOneCall() {
    spotify.create(ANNA, "p1", "a");
    spotify.liked.edit(items -> items.add(FakeSpotify.item("l1")));
    for (int i = 0; i < 120; i++) {
      String name = "liked" + i;
      spotify.liked.edit(items -> items.add(0, FakeSpotify.item(name)));
    }
    PlaylistId liked = PlaylistId.likedSongs(ANNA);
    try (SyncEngine withLiked = withRules(LibraryRules.defaults().withLikedSongs(true))) {
      SyncReport first = withLiked.syncUser(ANNA);

      assertThat(first.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(withLiked.items(ANNA, liked)).hasSize(121);
      spotify.forgetCalls();
      assertThat(withLiked.syncUser(ANNA).cost().rowsWritten()).isZero();
      assertThat(spotify.calls()).containsExactlyInAnyOrder("list 0", "liked 0");

      spotify.liked.edit(items -> items.remove(100));
      SyncReport unliked = withLiked.syncUser(ANNA);
      assertThat(unliked.cost().itemRowsWritten()).isEqualTo(1);
      assertThat(withLiked.items(ANNA, liked)).hasSize(120);
    }
  }

  @Test
  void aMissingScopeForLikedSongsLeavesTheOtherPlaylistsAlone() {
    spotify.create(ANNA, "p1", "a");
    spotify.beforeCall =
        call -> {
          if (call.startsWith("liked")) {
            throw new AccessDeniedException(
                AccessDeniedException.Reason.INSUFFICIENT_SCOPE, "Insufficient client scope");
          }
        };
    try (SyncEngine withLiked = withRules(LibraryRules.defaults().withLikedSongs(true))) {
      SyncReport report = withLiked.syncUser(ANNA);

      assertThat(report.playlists())
          .extracting(PlaylistReport::outcome)
          .containsExactly(PlaylistOutcome.SYNCED, PlaylistOutcome.METADATA_ONLY);
      assertThat(report.playlists().get(1).problems()).containsExactly("Insufficient client scope");
    }
  }

  @Test
  void aPlaylistThatTheRulesLeaveOutStaysAsItIsAndIsNotGone() {
    FakeSpotify.Remote mine = spotify.create(ANNA, "p1", "a");
    FakeSpotify.Remote other = spotify.create(BEN, "p2", "b");
    spotify.follow(ANNA, PlaylistId.of("p2"));
    engine.syncUser(ANNA);
    mine.edit(items -> items.add(FakeSpotify.item("c")));
    other.edit(items -> items.add(FakeSpotify.item("d")));
    try (SyncEngine ownedOnly = withRules(LibraryRules.defaults().withOwnedOnly(true))) {
      SyncReport report = ownedOnly.syncUser(ANNA);

      assertThat(report.playlists()).hasSize(1);
      assertThat(report.gone()).isEmpty();
      assertThat(titles(ANNA, "p1")).hasSize(2);
      assertThat(titles(ANNA, "p2")).hasSize(1);
      assertThat(entry(ANNA, "p2").isListed()).isTrue();
    }
  }

  @Test
  void aPreviewTellsWhatASyncWouldDoAndDoesNothing() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b");
    engine.syncUser(ANNA);
    StoredPlaylist before = stored("p1");
    remote.edit(items -> items.add(0, items.remove(1)));
    spotify.create(ANNA, "p2", "c");
    events.outcomes.clear();

    SyncReport preview = engine.preview(ANNA);

    assertThat(preview.playlists())
        .extracting(PlaylistReport::changes)
        .containsExactly(new PlaylistReport.Changes(0, 0, 1), new PlaylistReport.Changes(1, 0, 0));
    assertThat(stored("p1")).isEqualTo(before);
    assertThat(engine.playlist(PlaylistId.of("p2"))).isEmpty();
    assertThat(events.outcomes).isEmpty();
    assertThat(engine.syncUser(ANNA).cost().rowsWritten()).isEqualTo(preview.cost().rowsWritten());
  }

  private SyncEngine withRules(LibraryRules rules) {
    return SyncEngine.builder().spotify(spotify).store(store).rules(user -> rules).build();
  }

  @Test
  void somebodyElsesWriteInBetweenMakesTheRunPlanAgain() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    try (SyncEngine other = SyncEngine.builder().spotify(spotify).store(store).build()) {
      AtomicBoolean done = new AtomicBoolean();
      spotify.beforeCall =
          call -> {
            if (call.equals("playlist p1") && done.compareAndSet(false, true)) {
              other.syncPlaylist(ANNA, PlaylistId.of("p1"));
            }
          };

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
      assertThat(titles(ANNA, "p1")).containsExactly("Title a", "Title b");
      assertThat(stored("p1").revision()).isEqualTo(2);
    }
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    spotify.create(ANNA, "p1", "a");
    SyncListener broken =
        new SyncListener() {
          @Override
          public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
            throw new IllegalStateException("broken listener");
          }
        };
    try (SyncEngine other =
        SyncEngine.builder().spotify(spotify).store(store).listener(broken).build()) {

      assertThat(other.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    }
  }

  @Test
  void anInterruptedRunThrowsAndKeepsWhatWasWritten() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", 300);
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p2")) {
            Thread.currentThread().interrupt();
          }
        };
    try (SyncEngine single = oneByOne()) {
      assertThatThrownBy(() -> single.syncUser(ANNA)).isInstanceOf(SyncInterruptedException.class);
    }

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.rows(PlaylistId.of("p1"))).hasSize(1);
    assertThat(store.find(Set.of(PlaylistId.of("p2")))).isEmpty();
  }

  @Test
  void aClosedEngineRefusesWork() {
    engine.close();

    assertThatThrownBy(() -> engine.syncUser(ANNA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void theBuilderNamesThePortThatIsMissing() {
    assertThatThrownBy(() -> SyncEngine.builder().spotify(spotify).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("store(...)");
    assertThatThrownBy(() -> SyncEngine.builder().store(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("playlistStore");
  }

  @Test
  void theProgressOfARunRisesToItsEnd() {
    for (int i = 0; i < 20; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }

    engine.syncUser(ANNA);

    assertThat(events.done).isSorted().startsWith(0L).endsWith(20L, 20L);
  }

  private List<String> titles(UserId user, String id) {
    List<String> titles = new ArrayList<>();
    for (PlaylistItem item : engine.items(user, PlaylistId.of(id))) {
      assertThat(item.position()).isEqualTo(titles.size());
      titles.add(item.track() == null ? null : item.track().title());
    }
    return titles;
  }

  private StoredPlaylist stored(String id) {
    return engine.playlist(PlaylistId.of(id)).orElseThrow();
  }

  private LibraryEntry entry(UserId user, String id) {
    return engine.library(user).stream()
        .filter(entry -> entry.playlist().equals(PlaylistId.of(id)))
        .findFirst()
        .orElseThrow();
  }

  private static Playlist renamed(Playlist playlist, String name) {
    return new Playlist(
        playlist.id(),
        name,
        playlist.description(),
        playlist.visibility(),
        playlist.collaborative(),
        playlist.ownerId(),
        playlist.ownerName(),
        playlist.imageUrl());
  }

  private static final class RecordingListener implements SyncListener {
    final List<String> outcomes = new ArrayList<>();
    final List<String> departures = new ArrayList<>();
    final List<Long> done = new ArrayList<>();

    @Override
    public synchronized void playlistDone(
        UserId user, PlaylistReport report, List<ItemChange> changes) {
      outcomes.add(report.id() + " " + report.outcome());
    }

    @Override
    public synchronized void playlistGone(UserId user, PlaylistId playlist) {
      departures.add("gone " + playlist);
    }

    @Override
    public synchronized void playlistBack(UserId user, PlaylistId playlist) {
      departures.add("back " + playlist);
    }

    @Override
    public synchronized void progress(
        UserId user, PlaylistId playlist, io.github.playlistsync.model.Progress progress) {
      if (playlist == null) {
        done.add(progress.done());
      }
    }
  }
}
