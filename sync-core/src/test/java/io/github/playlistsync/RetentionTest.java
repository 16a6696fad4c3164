package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.report.RetentionReport;
import io.github.playlistsync.settings.HistoryPolicy;
import io.github.playlistsync.settings.RetentionPolicy;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a retention policy deletes, and who applies it. */
class RetentionTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");
  private static final PlaylistId P2 = PlaylistId.of("p2");
  private static final RetentionPolicy POLICY =
      RetentionPolicy.keepEverything()
          .withHistory(new HistoryPolicy(Duration.ofDays(365), 2))
          .withGone(Duration.ofDays(30));

  private SyncEngine with(PlaylistStore used, RetentionPolicy policy) {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(used)
        .clock(time)
        .sleeper(time)
        .retention(policy)
        .build();
  }

  /** Four revisions of p1, two of p2, and p3, which left every list 31 days ago. */
  private void fill() {
    FakeSpotify.Remote first = spotify.create(ANNA, "p1", "a");
    FakeSpotify.Remote second = spotify.create(ANNA, "p2", "b");
    spotify.create(ANNA, "p3", "c");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, PlaylistId.of("p3"));
    for (int edit = 0; edit < 3; edit++) {
      String track = "t" + edit;
      first.edit(items -> items.set(0, FakeSpotify.item(track)));
      if (edit == 0) {
        second.edit(items -> items.add(FakeSpotify.item("more")));
      }
      engine.syncUser(ANNA);
    }
    time.advance(Duration.ofDays(31));
  }

  @Test
  void deletesWhatThePolicyNoLongerKeepsAndNothingElse() {
    fill();
    try (SyncEngine keeping = with(store, POLICY)) {
      RetentionReport report = keeping.applyRetention();

      assertThat(report.purgedPlaylists()).isEqualTo(1);
      assertThat(report.prunedRows()).isPositive();
      assertThat(keeping.playlist(PlaylistId.of("p3"))).isEmpty();
      assertThat(keeping.history().revisions(P1, Long.MAX_VALUE, 10))
          .extracting(Revision::number)
          .containsExactly(4L, 3L);
      assertThat(keeping.history().revisions(P2, Long.MAX_VALUE, 10)).hasSize(2);
      assertThat(titles(ANNA, "p1")).containsExactly("Title t2");
      assertThat(keeping.applyRetention()).isEqualTo(new RetentionReport(0, 0));
    }
  }

  @Test
  void keepsEverythingByDefault() {
    fill();

    assertThat(engine.applyRetention()).isEqualTo(new RetentionReport(0, 0));

    assertThat(engine.playlist(PlaylistId.of("p3"))).isPresent();
    assertThat(engine.history().revisions(P1, Long.MAX_VALUE, 10)).hasSize(4);
  }

  @Test
  void isAppliedByWorkersOnceAnIntervalAndOutlivesAFailure() throws Exception {
    fill();
    CountDownLatch applied = new CountDownLatch(3);
    PlaylistStore watched = mock(PlaylistStore.class, delegatesTo(store));
    doAnswer(
            call -> {
              applied.countDown();
              if (applied.getCount() == 2) {
                throw new StoreException("once");
              }
              return store.goneBefore(call.getArgument(0), call.getArgument(1));
            })
        .when(watched)
        .goneBefore(any(), anyInt());

    try (SyncEngine host = with(watched, POLICY.withEvery(Duration.ofSeconds(1)))) {
      host.startWorkers(1);
      assertThat(applied.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(engine.playlist(PlaylistId.of("p3"))).isEmpty();
  }

  @Test
  void whatCannotBePrunedKeepsNoOtherPlaylistFromBeingPruned() {
    fill();
    PlaylistStore refusing = mock(PlaylistStore.class, delegatesTo(store));
    doThrow(new StoreException("refused")).when(refusing).revisions(eq(P1), anyLong(), anyInt());
    try (SyncEngine keeping =
        with(refusing, POLICY.withHistory(new HistoryPolicy(Duration.ofDays(365), 1)))) {
      keeping.applyRetention();
    }

    assertThat(engine.history().revisions(P1, Long.MAX_VALUE, 10)).hasSize(4);
    assertThat(engine.history().revisions(P2, Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void stopsBetweenTwoDeletionsWhenItsThreadIsInterrupted() {
    fill();
    try (SyncEngine keeping = with(store, POLICY)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(keeping::applyRetention).isInstanceOf(SyncInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(engine.playlist(PlaylistId.of("p3"))).isPresent();
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    assertThatThrownBy(() -> POLICY.withGone(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gone is PT0S; expected more than 0");
    assertThatThrownBy(() -> POLICY.withEvery(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every is PT0S; expected 1 second or more");
  }
}
