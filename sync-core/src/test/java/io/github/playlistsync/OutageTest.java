package io.github.playlistsync;

import static io.github.playlistsync.Lies.first;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An outage ends a run after a few calls; playlists that Spotify cannot serve end nothing. */
class OutageTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  @Test
  void anOutageEndsTheRunAfterAFewPlaylistsAndSaysWhenToGoOn() {
    for (int i = 0; i < 40; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist")) {
            throw new SpotifyUnavailableException("503 for " + call);
          }
        };

    SyncReport away = engine.syncUser(ANNA);

    // The list, three without an answer, three more under way by then, and one from the end.
    assertThat(spotify.calls()).hasSizeLessThanOrEqualTo(1 + 3 + 3 + 1);
    assertThat(away.outcome()).isEqualTo(SyncOutcome.FAILED);
    assertThat(away.failure().retryAt()).isAfter(time.instant());
    assertThat(store.lastSync(ANNA)).isEmpty();
    spotify.beforeCall = call -> {};
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(store.lastSync(ANNA)).isPresent();
  }

  @Test
  void anOutageEndsTheCallsOfJobsToo() {
    for (int i = 0; i < 40; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist")) {
            throw new SpotifyUnavailableException("503 for " + call);
          }
        };
    InMemoryJobQueue queue = queue();
    try (SyncEngine jobs = withWorkers(queue)) {
      jobs.startWorkers(2);
      JobId job = jobs.enqueueUserSync(ANNA, Priority.HIGH);
      // The children are deferred by a minute, so the job does not end meanwhile.
      jobs.await(job, Duration.ofSeconds(2));

      assertThat(spotify.calls().size()).isLessThan(20);
    } finally {
      queue.close();
    }
  }

  @Test
  void playlistsThatNeedNoCallHideNoOutage() {
    for (int i = 0; i < 120; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    engine.syncUser(ANNA);
    for (int i = 0; i < 120; i += 3) {
      spotify.playlist("p" + i).edit(items -> items.add(FakeSpotify.item("new")));
    }
    spotify.forgetCalls();
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist")) {
            throw new SpotifyUnavailableException("503 for " + call);
          }
        };

    try (SyncEngine other =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .clock(time)
            .sleeper(time)
            .settings(SyncSettings.defaults().withPlaylistsAtOnce(1))
            .build()) {
      other.syncUser(ANNA);
    }

    assertThat(spotify.calls().size()).isLessThan(15);
  }

  @Test
  void aFewPlaylistsThatSpotifyCannotServeBlockNoOther() {
    annaHas(4, 6);
    try (SyncEngine other = oneByOne()) {
      for (int run = 0; run < 5; run++) {
        other.syncUser(ANNA);
      }
    }

    assertThat(store.ids(null, 20)).hasSize(6);
  }

  @Test
  void aFewPlaylistsThatSpotifyCannotServeBlockNoOtherSideBySide() {
    annaHas(8, 30);
    for (int run = 0; run < 5; run++) {
      engine.syncUser(ANNA);
    }

    assertThat(store.ids(null, 50)).hasSize(30);
  }

  @Test
  void brokenPlaylistsKeepNoUnfollowFromBeingSeen() {
    for (int i = 0; i < 3; i++) {
      spotify.create(ANNA, "broken" + i, "x");
    }
    spotify.create(ANNA, "p1", "a");
    try (SyncEngine other = oneByOne()) {
      other.syncUser(ANNA);
      for (int i = 0; i < 3; i++) {
        spotify.playlist("broken" + i).edit(items -> items.add(FakeSpotify.item("y")));
      }
      spotify.beforeCall =
          call -> {
            if (call.startsWith("playlist broken")) {
              throw new SpotifyUnavailableException("500 for " + call);
            }
          };
      spotify.unfollow(ANNA, P1);
      for (int run = 0; run < 5; run++) {
        other.syncUser(ANNA);
      }
    }

    assertThat(entry(ANNA, "p1").isListed()).isFalse();
  }

  @Test
  void aStoreThatIsAwayBeforeTheSecondLookLeavesTheRestReported() {
    for (int i = 0; i < 5; i++) {
      spotify.create(ANNA, "p" + i, 30);
    }
    AtomicInteger finds = new AtomicInteger();
    PlaylistStore flaky =
        (PlaylistStore)
            Proxy.newProxyInstance(
                PlaylistStore.class.getClassLoader(),
                new Class<?>[] {PlaylistStore.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("find") && finds.incrementAndGet() == 2) {
                    throw new StoreUnavailableException("away for a moment", null);
                  }
                  try {
                    return method.invoke(store, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    spotify.bentPage =
        first(1, page -> new ItemPage(0, page.limit(), 0, false, List.of(), List.of()));
    try (SyncEngine other =
        SyncEngine.builder().spotify(spotify).store(flaky).clock(time).sleeper(time).build()) {
      SyncReport report = other.syncUser(ANNA);

      assertThat(store.ids(null, 10)).hasSize(4);
      assertThat(report.playlists()).hasSize(5);
      assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    }
  }

  /** Creates playlists that Spotify cannot serve, and some that it can. */
  private void annaHas(int broken, int sound) {
    for (int i = 0; i < broken; i++) {
      spotify.create(ANNA, "broken" + i, "x");
    }
    for (int i = 0; i < sound; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist broken")) {
            throw new SpotifyUnavailableException("500 for " + call);
          }
        };
  }
}
