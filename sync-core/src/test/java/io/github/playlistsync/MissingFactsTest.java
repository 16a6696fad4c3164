package io.github.playlistsync;

import static io.github.playlistsync.FakeSpotify.ADDED;
import static io.github.playlistsync.FakeSpotify.item;
import static io.github.playlistsync.Lies.first;
import static io.github.playlistsync.Lies.firstAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.spi.spotify.PlaylistField;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an answer leaves out erases nothing; what is empty in it does. */
class MissingFactsTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  @Test
  void whatTheMetadataLeavesOutErasesNothingAndWhatIsEmptyDoes() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    Playlist whole =
        new Playlist(P1, "Name", "Text", Visibility.PRIVATE, true, "anna", "Anna", "https://cover");
    remote.metadata(playlist -> whole);
    engine.syncUser(ANNA);
    spotify.leftOut = EnumSet.allOf(PlaylistField.class);
    spotify.bentMetadata =
        playlist -> new Playlist(P1, "", null, Visibility.UNKNOWN, false, null, null, null);

    SyncReport byList = engine.syncUser(ANNA);
    SyncReport byId = engine.syncPlaylist(ANNA, P1);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    engine.syncUser(ANNA);

    assertThat(byList.cost().rowsWritten()).isZero();
    assertThat(byId.cost().rowsWritten()).isZero();
    assertThat(stored("p1").playlist()).isEqualTo(whole);
    assertThat(entry(ANNA, "p1").visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(titles(ANNA, "p1")).hasSize(2);

    spotify.leftOut = Set.of();
    spotify.bentMetadata = playlist -> playlist;
    Playlist emptied =
        new Playlist(P1, "", null, Visibility.PUBLIC, false, "anna", "Anna", "https://cover");
    remote.metadata(playlist -> emptied);
    engine.syncUser(ANNA);
    assertThat(stored("p1").playlist()).isEqualTo(emptied);
  }

  @Test
  void anAnswerToTheOwnerWithoutAVisibilityIsNoViewOfTheOwners() {
    spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, P1);
    spotify.bentMetadata = playlist -> playlist.withVisibility(Visibility.UNKNOWN);
    engine.syncUser(ANNA);
    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.UNKNOWN);
    spotify.bentMetadata = playlist -> playlist;

    engine.syncUser(BEN);

    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PUBLIC);
  }

  @Test
  void theViewOfAnOwnerWhoLeftGivesWayToThatOfAReaderWhoeverIsSyncedFirst() {
    for (List<UserId> order : List.of(List.of(ANNA, BEN), List.of(BEN, ANNA))) {
      PlaylistId id = PlaylistId.of("left" + order.get(0));
      FakeSpotify.Remote remote = spotify.create(ANNA, id.value(), "a");
      spotify.follow(BEN, id);
      spotify.bentMetadata = playlist -> playlist;
      order.forEach(engine::syncUser);

      spotify.bentMetadata = playlist -> playlist.withVisibility(Visibility.PRIVATE);
      remote.edit(items -> {});
      spotify.unfollow(ANNA, id);
      order.forEach(engine::syncUser);

      assertThat(stored(id.value()).playlist().visibility())
          .as("synced in the order %s", order)
          .isEqualTo(Visibility.PRIVATE);
      assertThat(engine.syncUser(BEN).cost().rowsWritten()).isZero();
    }
  }

  @Test
  void theViewOfAnOwnerWhoLeftLongAgoGivesWayToThatOfANewReader() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    engine.syncUser(ANNA);
    spotify.bentMetadata = playlist -> playlist.withVisibility(Visibility.PRIVATE);
    remote.edit(items -> {});
    spotify.follow(BEN, P1);

    engine.syncUser(BEN);

    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PRIVATE);
  }

  @Test
  void theEndOfTheOwnersViewIsCounted() {
    spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, P1);
    engine.syncUser(ANNA);
    spotify.bentMetadata = playlist -> playlist.withVisibility(Visibility.PRIVATE);
    engine.syncUser(BEN);
    spotify.unfollow(ANNA, P1);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(report.cost().rowsWritten()).as("the entry and the playlist").isEqualTo(2);
  }

  @Test
  void theViewOfTheOwnerStandsWhileTheyHaveThePlaylist() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    spotify.follow(BEN, P1);
    engine.syncUser(ANNA);
    spotify.bentMetadata = playlist -> playlist.withVisibility(Visibility.PRIVATE);
    remote.edit(items -> {});

    engine.syncUser(BEN);

    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PUBLIC);
  }

  @Test
  void aPageThatDoesNotSayWhenAndByWhomItsItemsWereAddedErasesNeither() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 150);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.bentPage = firstAt(100, Lies::withoutFacts);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(1, 0, 0));
    assertThat(engine.items(ANNA, P1).subList(0, 150)).isEqualTo(remote.items.subList(0, 150));
  }

  @Test
  void aPageOfNewItemsThatSaysNothingOfThemIsReadAgain() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 150);
    spotify.bentPage = firstAt(100, Lies::withoutFacts);
    engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);

    remote.edit(items -> items.add(120, FakeSpotify.item("new")));
    spotify.bentPage = firstAt(100, Lies::withoutFacts);
    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
  }

  @Test
  void aPageThatSaysNothingOfItsItemsSwapsNoneThatDifferOnlyInThat() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "a");
    PlaylistItem later = remote.items.get(2);
    remote.edit(
        items ->
            items.set(
                2, new PlaylistItem(2, later.track(), ADDED.plusSeconds(9), later.addedBy())));
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(0, items.remove(2)));
    spotify.bentPage = first(1, Lies::withoutFacts);

    engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
    assertThat(stored("p1").revision()).isEqualTo(2);

    remote.edit(items -> items.add(0, items.remove(1)));
    remote.metadata(playlist -> renamed(playlist, "Another name"));
    spotify.bentPage = first(1, Lies::withoutFacts);
    engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, P1)).as("renamed, too").isEqualTo(remote.items);
  }

  @Test
  void aPageThatSaysNothingOfSomeItemsSwapsNoneThatDifferOnlyInThat() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "a");
    PlaylistItem later = remote.items.get(2);
    remote.edit(
        items ->
            items.set(
                2, new PlaylistItem(2, later.track(), ADDED.plusSeconds(9), later.addedBy())));
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(0, items.remove(2)));
    spotify.bentPage =
        first(
            1,
            page ->
                Lies.withItems(
                    page,
                    page.total(),
                    List.of(
                        new PlaylistItem(0, later.track(), null, null),
                        new PlaylistItem(1, later.track(), null, null),
                        page.items().get(2))));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
    assertThat(stored("p1").revision()).isEqualTo(2);
  }

  @Test
  void likedSongsWithoutTimesAreReadAgain() {
    spotify.liked.edit(items -> items.addAll(List.of(item("a"), item("b"))));
    SyncEngine liking = withRules(LibraryRules.defaults().withLikedSongs(true));
    spotify.bentPage = first(1, Lies::withoutFacts);

    liking.syncUser(ANNA);

    assertThat(liking.items(ANNA, PlaylistId.likedSongs(ANNA)))
        .extracting(PlaylistItem::addedAt)
        .containsExactly(FakeSpotify.ADDED, FakeSpotify.ADDED);
  }

  @Test
  void whatIsLearnedOfAnItemLaterIsNoChange() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 150);
    spotify.bentPage = page -> page.offset() == 100 ? Lies.withoutFacts(page) : page;
    SyncReport unknown = engine.syncUser(ANNA);
    assertThat(unknown.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(engine.items(ANNA, P1)).hasSize(150).isNotEqualTo(remote.items);
    spotify.bentPage = page -> page;
    time.advance(Duration.ofDays(8));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).changes()).isEqualTo(PlaylistReport.Changes.NONE);
    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
    assertThat(events.outcomes).endsWith("p1 SYNCED", "p1 SYNCED");
  }

  @Test
  void aMissingSnapshotErasesNone() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.hasSnapshots = false;
    SyncReport without = engine.syncUser(ANNA);
    spotify.hasSnapshots = true;
    spotify.forgetCalls();

    engine.syncUser(ANNA);

    assertThat(without.cost().rowsWritten()).isZero();
    assertThat(spotify.calls()).containsExactly("list 0");
  }
}
