package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemSlice;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.HistoryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessSyncTest extends EngineFixture {

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
    assertThat(lost.playlists().get(0).complete()).isFalse();
    assertThat(lost.playlists().get(0).problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.PLAYLIST_WITHHELD, Problem.Code.ACCESS_LOST);
    assertThat(still.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(store.rows(PlaylistId.of("p1"))).hasSize(2);
    assertThat(engine.items(BEN, PlaylistId.of("p1"))).isEmpty();

    spotify.give(BEN, PlaylistId.of("p1"));
    assertThat(engine.syncUser(BEN).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(BEN, "p1")).containsExactly("Title b");
  }

  @Test
  void aPlaylistThatWasNeverReadableIsKeptAsMetadataAndAskedForAgainEverMoreSeldom() {
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
    assertThat(spotify.calls())
        .as("asked by the next run")
        .containsExactly("list 0", "playlist p1");

    time.advance(Duration.ofHours(5));
    engine.syncUser(BEN);
    List<Integer> runsThatAsked = new ArrayList<>();
    for (int hour = 6; hour < 24 * 40; hour++) {
      time.advance(Duration.ofHours(1));
      spotify.forgetCalls();
      engine.syncUser(BEN);
      if (spotify.calls().contains("playlist p1")) {
        runsThatAsked.add(hour);
      }
    }
    assertThat(runsThatAsked).as("a doubling of the age, or a week").hasSizeBetween(8, 16);
    assertThat(runsThatAsked.get(0)).isLessThan(24);

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
  void aUserWhoLeftSeesTheItemsOfThatTimeUntilTheyComeBack() {
    PlaylistId p1 = PlaylistId.of("p1");
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "c");
    spotify.follow(BEN, p1);
    engine.syncUser(ANNA);
    engine.syncUser(BEN);
    spotify.unfollow(BEN, p1);
    engine.syncUser(BEN);
    time.advance(Duration.ofHours(1));
    remote.edit(items -> items.set(0, FakeSpotify.item("secret")));

    engine.syncUser(ANNA);

    assertThat(titles(BEN, "p1")).containsExactly("Title a", "Title b", "Title c");
    assertThat(engine.items(BEN, p1, 1, 1))
        .isEqualTo(new ItemSlice(List.of(FakeSpotify.item("b").at(1)), 3));
    assertThat(engine.mayRead(BEN, p1)).isFalse();
    assertThat(engine.changes(BEN, null, 10).revisions()).isEmpty();
    assertThat(titles(ANNA, "p1")).containsExactly("Title secret", "Title b", "Title c");
    assertThat(engine.mayRead(ANNA, p1)).isTrue();

    spotify.follow(BEN, p1);
    engine.syncUser(BEN);

    assertThat(titles(BEN, "p1")).containsExactly("Title secret", "Title b", "Title c");
    assertThat(engine.mayRead(BEN, p1)).isTrue();
    assertThat(engine.changes(BEN, null, 10).revisions()).hasSize(2);
  }

  @Test
  void aUserWhoLeftSeesNothingOnceTheItemsOfThatTimeArePruned() {
    PlaylistId p1 = PlaylistId.of("p1");
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "c");
    spotify.follow(BEN, p1);
    engine.syncUser(BEN);
    spotify.unfollow(BEN, p1);
    engine.syncUser(BEN);
    time.advance(Duration.ofHours(1));
    remote.edit(items -> items.set(0, FakeSpotify.item("secret")));
    engine.syncUser(ANNA);

    engine.history().prune(p1, new HistoryPolicy(Duration.ofDays(1), 1), 1_000);

    assertThat(titles(BEN, "p1")).isEmpty();
    assertThat(titles(ANNA, "p1")).containsExactly("Title secret", "Title b", "Title c");
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

    remote.metadata(playlist -> playlist.withVisibility(Visibility.PRIVATE));
    engine.syncUser(BEN);
    assertThat(stored("p1").playlist().visibility()).isEqualTo(Visibility.PRIVATE);
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
    assertThat(report.problems()).extracting(Problem::sentence).containsExactly("token refused");
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

    assertThat(report.outcome()).isEqualTo(SyncOutcome.FAILED);
    assertThat(report.failure().kind()).isEqualTo("AuthorizationException");
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
  void eachOfManyRefusedPlaylistsIsAskedForAgain() {
    int refused = 120;
    for (int i = 0; i < refused; i++) {
      spotify.create(ANNA, "p" + i, "a");
      spotify.follow(BEN, PlaylistId.of("p" + i));
      spotify.withhold(BEN, PlaylistId.of("p" + i));
    }
    engine.syncUser(BEN);
    time.advance(Duration.ofDays(8));
    engine.syncUser(BEN);
    spotify.forgetCalls();
    for (int hour = 0; hour < 24 * 8; hour++) {
      time.advance(Duration.ofHours(1));
      engine.syncUser(BEN);
    }

    assertThat(spotify.calls().stream().filter(call -> call.startsWith("playlist")).distinct())
        .as("in a week and a day")
        .hasSize(refused);
  }
}
