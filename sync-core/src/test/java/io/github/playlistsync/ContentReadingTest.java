package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.spi.spotify.ItemPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContentReadingTest extends EngineFixture {

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
    assertThat(failed.problems())
        .singleElement()
        .asString()
        .contains("FAILED", "edited while it was read");
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
    assertThat(report.playlists().get(0).problems())
        .extracting(Problem::sentence)
        .containsExactly("500 for the page");
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
  void aPageThatRepeatsTheEndOfTheFirstAnswerIsReadAgain() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 250);
    AtomicInteger bent = new AtomicInteger();
    spotify.bentPage =
        page ->
            page.offset() != 100 || bent.getAndIncrement() > 0
                ? page
                : pageOf(remote.items, 50, 100);

    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void aPageThatBeginsWithThePlaceholderBeforeItIsReadAgain() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 250);
    remote.edit(items -> items.set(149, FakeSpotify.item("-")));
    AtomicInteger bent = new AtomicInteger();
    spotify.bentPage =
        page ->
            page.offset() != 150 || bent.getAndIncrement() > 0
                ? page
                : pageOf(remote.items, 149, 150);

    engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, PlaylistId.of("p1"))).isEqualTo(remote.items);
  }

  @Test
  void aSmallPlaylistThatIsEmptyForOneAnswerIsNeverStoredAsEmpty() {
    spotify.create(ANNA, "p1", 3);
    AtomicInteger reads = new AtomicInteger();
    spotify.bentPage =
        page ->
            reads.getAndIncrement() == 0
                ? new ItemPage(0, page.limit(), 0, false, List.of(), List.of())
                : page;

    engine.syncUser(ANNA);

    assertThat(engine.history().revisions(PlaylistId.of("p1"), Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(titles(ANNA, "p1")).hasSize(3);
  }

  @Test
  void aPlaylistThatTheListSaysIsEmptyNeedsNoSecondRead() {
    spotify.create(ANNA, "p1", 0);

    engine.syncUser(ANNA);

    assertThat(spotify.calls()).hasSize(2);
    assertThat(stored("p1").revision()).isEqualTo(1);
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
      assertThat(oneByOne.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.FAILED);
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

  /** The fifty items from {@code from} on, as if they stood at {@code offset}. */
  private static ItemPage pageOf(List<PlaylistItem> items, int from, int offset) {
    List<PlaylistItem> page = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      page.add(items.get(from + i).at(offset + i));
    }
    return new ItemPage(offset, 50, items.size(), true, page, List.of());
  }
}
