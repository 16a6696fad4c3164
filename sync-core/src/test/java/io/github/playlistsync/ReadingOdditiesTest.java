package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.FakeSpotify.Remote;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.LibraryPage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Pages that do not say what is so, each of which Spotify has been seen to send. */
class ReadingOdditiesTest extends EngineFixture {

  private PlaylistReport sync(UnaryOperator<ItemPage> bent) {
    spotify.bentPage = bent;
    return engine.syncUser(ANNA).playlists().get(0);
  }

  private static ItemPage with(
      ItemPage page, Integer total, boolean next, List<PlaylistItem> items) {
    return new ItemPage(page.offset(), page.limit(), total, next, items, List.of());
  }

  @Test
  void aNextThatIsMissingTooEarlyIsNotBelievedAndNamed() {
    spotify.create(ANNA, "p1", 250);

    PlaylistReport report =
        sync(page -> with(page, 250, page.offset() != 100 && page.hasNext(), page.items()));

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(report.problems()).singleElement().asString().contains("next of 1 of 4 pages");
    assertThat(titles(ANNA, "p1")).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void aNextAfterTheLastItemIsNotFollowedAndNamed() {
    spotify.create(ANNA, "p1", 250);

    PlaylistReport report = sync(page -> with(page, 250, true, page.items()));

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(report.problems()).singleElement().asString().contains("next of 1 of 4 pages");
    assertThat(spotify.calls()).noneMatch(call -> call.equals("items p1 250"));
  }

  @Test
  void aTotalThatIsMissingIsCountedAndNamed() {
    spotify.create(ANNA, "p1", 250);

    PlaylistReport report = sync(page -> with(page, null, page.hasNext(), page.items()));

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("ANSWER_ODD", "total is missing");
    assertThat(report.counts().remoteTotal()).isEqualTo(250);
    assertThat(titles(ANNA, "p1")).hasSize(250);
  }

  @Test
  void anEmptyPageWithANextEndsTheReadAndIsNamed() {
    spotify.create(ANNA, "p1", 250);

    PlaylistReport report = sync(page -> with(page, null, true, page.items()));

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(report.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.sentence().contains("an empty page"));
    assertThat(titles(ANNA, "p1")).hasSize(250);
  }

  @Test
  void offsetsPastTheEndThatRepeatTheLastItemsAreNoItems() {
    spotify.create(ANNA, "p1", 250);
    engine.syncUser(ANNA);
    spotify.create(ANNA, "p2", 1);
    Remote remote = spotify.create(BEN, "p3", 250);
    spotify.unfollow(ANNA, PlaylistId.of("p1"));
    spotify.unfollow(ANNA, PlaylistId.of("p2"));
    spotify.follow(ANNA, PlaylistId.of("p3"));

    PlaylistReport report =
        sync(
            page -> {
              List<PlaylistItem> repeated = new java.util.ArrayList<>();
              for (int i = 0; i < 50 && page.items().isEmpty(); i++) {
                repeated.add(remote.items.get(200 + i).at(page.offset() + i));
              }
              return with(page, null, true, page.items().isEmpty() ? repeated : page.items());
            });

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.FAILED);
    assertThat(report.problems()).singleElement().asString().contains("same items again");
    assertThat(spotify.calls()).as("it stops by itself").hasSizeLessThan(40);
    assertThat(store.rows(PlaylistId.of("p3"))).isEmpty();
  }

  @Test
  void aTotalThatMovesIsReadAgain() {
    spotify.create(ANNA, "p1", 250);
    AtomicInteger bent = new AtomicInteger();

    PlaylistReport report =
        sync(
            page ->
                page.offset() == 150 && bent.getAndIncrement() == 0
                    ? with(page, 251, page.hasNext(), page.items())
                    : page);

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    assertThat(spotify.calls()).filteredOn("items p1 150"::equals).hasSize(2);
    assertThat(titles(ANNA, "p1")).hasSize(250);
  }

  @Test
  void aPageThatIsShortForNoReasonIsReadAgainAndNeverDeletes() {
    Remote remote = spotify.create(ANNA, "p1", 250);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));

    PlaylistReport report =
        sync(
            page ->
                page.offset() == 150
                    ? with(page, page.total(), page.hasNext(), page.items().subList(0, 47))
                    : page);

    assertThat(report.outcome()).isEqualTo(PlaylistOutcome.FAILED);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("sent 47 at offset 150, where 50 were expected");
    assertThat(titles(ANNA, "p1")).hasSize(250);
  }

  @Test
  void aPlaylistOnBothSidesOfAPageOfTheListIsSyncedOnceAndNoneIsGone() {
    for (int i = 0; i < 60; i++) {
      spotify.create(ANNA, "p" + i, "a" + i);
    }
    engine.syncUser(ANNA);
    spotify.bentList =
        page ->
            page.offset() == 0
                ? page
                : new LibraryPage(
                    page.offset(),
                    page.limit(),
                    page.total(),
                    page.hasNext(),
                    java.util.stream.Stream.concat(
                            engineEntryOf("p49").stream(), page.entries().stream().skip(1))
                        .toList(),
                    List.of());

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("the list has [p49] twice", "they may be [p50]");
    assertThat(report.gone()).isEmpty();
    assertThat(report.playlists())
        .hasSize(59)
        .extracting(PlaylistReport::id)
        .doesNotHaveDuplicates();
  }

  private List<LibraryPage.Entry> engineEntryOf(String id) {
    var stored = stored(id);
    return List.of(new LibraryPage.Entry(stored.playlist(), stored.snapshot(), 1));
  }

  @Test
  void aSnapshotThatLagsBehindItsEditIsCaughtUpWith() {
    Remote remote = spotify.create(ANNA, "p1", "a", "b");
    engine.syncUser(ANNA);
    int old = remote.snapshot;
    remote.edit(items -> items.add(FakeSpotify.item("c")));
    int moved = remote.snapshot;
    remote.snapshot = old;

    engine.syncUser(ANNA);
    assertThat(titles(ANNA, "p1")).as("the total has moved already").hasSize(3);

    remote.snapshot = moved;
    engine.syncUser(ANNA);
    assertThat(titles(ANNA, "p1")).hasSize(3);
    assertThat(stored("p1").snapshot().value()).endsWith("/" + moved);
    assertThat(engine.syncUser(ANNA).cost().apiCalls()).isEqualTo(1);
  }

  @Test
  void aCoverWhoseAddressExpiresIsNoEdit() {
    Remote remote = spotify.create(ANNA, "p1", "a");
    remote.metadata(playlist -> playlist.withImageUrl("https://image/1"));
    engine.syncUser(ANNA);
    int snapshot = remote.snapshot;
    remote.metadata(playlist -> playlist.withImageUrl("https://image/2"));
    remote.snapshot = snapshot;

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
    assertThat(report.cost().rowsWritten()).isZero();
  }

  @Test
  void itemsThatOneAnswerLacksAndAnotherHasAreNeverMixedInOneRevision() {
    Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    remote.edit(items -> items.remove(0));
    AtomicInteger pages = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.startsWith("items p1") && pages.incrementAndGet() == 2) {
            remote.edit(items -> items.add(0, items.remove(items.size() - 1)));
          }
        };

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1"))
        .containsExactlyElementsOf(
            remote.items.stream().map(item -> item.track().title()).toList());
  }
}
