package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

class LibrarySyncTest extends EngineFixture {

  @Test
  void aPurgeThatFailsReturnsWhatItDeletedBefore() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    for (LibraryEntry entry : engine.library(ANNA)) {
      store.apply(new LibraryChange(ANNA, List.of(entry.goneAt(time.instant())), null));
    }
    time.advance(Duration.ofDays(100));
    List<PlaylistId> gone = store.goneBefore(time.instant(), 2);
    PlaylistStore failing = mock(PlaylistStore.class, AdditionalAnswers.delegatesTo(store));
    doThrow(new StoreUnavailableException("the connection is gone"))
        .when(failing)
        .purge(eq(gone.get(1)), any());

    try (SyncEngine purging =
        SyncEngine.builder().spotify(spotify).store(failing).clock(time).build()) {
      assertThat(purging.purgeGone(Duration.ofDays(30), 10)).containsExactly(gone.get(0));
      assertThatThrownBy(() -> purging.purgeGone(Duration.ofDays(30), 10))
          .isInstanceOf(StoreUnavailableException.class);
    }
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
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("LIST_INCOMPLETE", "502 for the list");
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
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("HELD_DEPARTURE", "1 entries of the list");
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
      assertThat(report.problems())
          .singleElement()
          .asString()
          .contains("LIST_UNWRITTEN", "the connection is gone");
      assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.SYNCED);
    }
    assertThat(titles(ANNA, "p1")).containsExactly("Title a");
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
      assertThat(report.playlists().get(1).problems())
          .extracting(Problem::sentence)
          .containsExactly("Insufficient client scope");
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

  @Test
  void aClockThatWasAheadOnceIsForgottenByTheNextSync() {
    spotify.create(ANNA, "p1", "a");
    time.advance(Duration.ofDays(400));
    engine.syncUser(ANNA);
    time.advance(Duration.ofDays(-400));

    spotify.beforeCall =
        call -> {
          throw new AuthorizationException("revoked");
        };
    engine.syncUser(ANNA);
    assertThat(store.user(ANNA).suspension()).as("no later run knows better").isNotNull();

    spotify.beforeCall = call -> {};
    engine.syncUser(ANNA);
    assertThat(store.lastSync(ANNA)).contains(time.instant());
    assertThat(store.user(ANNA).suspension()).isNull();
  }
}
