package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One refusal of a playlist ends nothing; it is asked for again, ever more seldom. */
class RefusalDoubtTest extends EngineFixture {
  @Test
  void oneRefusalAtFirstContactIsAskedAboutByTheNextRun() {
    spotify.create(ANNA, "p1", "a");
    AtomicInteger refusals = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && refusals.getAndIncrement() == 0) {
            throw new NotFoundException("404 for p1");
          }
        };

    SyncReport refused = engine.syncUser(ANNA);
    SyncReport next = engine.syncUser(ANNA);

    assertThat(refused.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(next.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).containsExactly("Title a");
  }

  @Test
  void aRefusalOfWhatWasReadableMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    AtomicInteger refusals = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && refusals.getAndIncrement() == 0) {
            throw new NotFoundException("404 for p1");
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(2);
  }

  @Test
  void aRefusalThatWasSeenTwiceIsStoredAlsoWhereAnotherRunReadThePlaylistMeanwhile() {
    PlaylistId id = PlaylistId.of("p1");
    FakeSpotify.Remote remote = spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, id);
    engine.syncUser(BEN);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    spotify.withhold(ANNA, id);
    AtomicBoolean looked = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && !looked.getAndSet(true)) {
            engine.syncUser(BEN);
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).access()).isEqualTo(Access.METADATA_ONLY);
    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.METADATA_ONLY);
  }

  @Test
  void aPlaylistThatIsRefusedForGoodLeavesLaterRunsComplete() {
    spotify.create(BEN, "37i9dQZF1DXcBWIGoYBM5M", "a");
    spotify.follow(ANNA, PlaylistId.of("37i9dQZF1DXcBWIGoYBM5M"));
    spotify.hide(PlaylistId.of("37i9dQZF1DXcBWIGoYBM5M"));

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.PARTIAL);
    for (int run = 0; run < 3; run++) {
      SyncReport report = engine.syncUser(ANNA);
      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(report.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNAVAILABLE);
    }
  }

  @Test
  void fiftyRefusedPlaylistsKeepNoOtherFromBeingAskedAgain() {
    for (int i = 0; i < 50; i++) {
      spotify.create(ANNA, "r" + i, "x");
      spotify.hide(PlaylistId.of("r" + i));
    }
    spotify.create(ANNA, "mine", "a");
    AtomicBoolean refused = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist mine") && !refused.getAndSet(true)) {
            throw new NotFoundException("404 once");
          }
        };
    for (int run = 0; run < 400; run++) {
      engine.syncUser(ANNA);
      time.advance(Duration.ofDays(1));
    }

    assertThat(titles(ANNA, "mine")).containsExactly("Title a");
  }
}
