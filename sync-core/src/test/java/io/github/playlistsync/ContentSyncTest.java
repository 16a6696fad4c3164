package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ContentSyncTest extends EngineFixture {

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
  void aHostReadsPagesFindsTracksAndFollowsWhatChanged() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "c");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);

    assertThat(engine.items(ANNA, PlaylistId.of("p1"), 1, 1).items())
        .singleElement()
        .satisfies(item -> assertThat(item.position()).isEqualTo(1));
    assertThat(engine.items(BEN, PlaylistId.of("p1"), 0, 10).items()).isEmpty();
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
  void theProgressOfARunRisesToItsEnd() {
    for (int i = 0; i < 20; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }

    engine.syncUser(ANNA);

    assertThat(events.done).isSorted().startsWith(0L).endsWith(20L, 20L);
  }
}
