package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.AuthorizationExpiry;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.Parallel;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.internal.sync.SyncRun;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.RunInfo;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What another run writes meanwhile is neither overwritten nor taken for a loss. */
class RacingRunsTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  private SyncEngine another() {
    return SyncEngine.builder().spotify(spotify).store(store).clock(time).sleeper(time).build();
  }

  @Test
  void aRunWhoseReadFailsKeepsTheAccessThatAnotherFoundMeanwhile() {
    PlaylistId id = PlaylistId.of("p1");
    spotify.create(ANNA, "p0", "x");
    FakeSpotify.Remote remote = spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, id);
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, PlaylistId.of("p0"));
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    AtomicBoolean asked = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && asked.compareAndSet(false, true)) {
            spotify.withhold(ANNA, id);
            engine.syncPlaylist(ANNA, id);
            throw new SpotifyUnavailableException("cut off");
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists())
        .extracting(PlaylistReport::outcome)
        .contains(PlaylistOutcome.FAILED);
    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.METADATA_ONLY);
  }

  @Test
  void anEntryThatIsGoneKeepsTheAccessThatAnotherRunFoundLast() {
    spotify.create(ANNA, "p0", "x");
    FakeSpotify.Remote remote = spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, P1);
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    AtomicBoolean asked = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("list 0") && asked.compareAndSet(false, true)) {
            spotify.withhold(ANNA, P1);
            engine.syncPlaylist(ANNA, P1);
            remote.edit(items -> items.add(FakeSpotify.item("b")));
            engine.syncPlaylist(BEN, P1);
          }
        };

    engine.syncUser(ANNA);

    assertThat(entry(ANNA, "p1").goneSince()).isNotNull();
    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.METADATA_ONLY);
    assertThat(entry(ANNA, "p1").lostSince()).isNotNull();
    assertThat(titles(BEN, "p1")).hasSize(2);
    assertThat(titles(ANNA, "p1")).isEmpty();
  }

  @Test
  void aCommittedWriteIsReportedAlthoughItsLeaseEndsRightAfterIt() {
    // Enough items for pages to be kept, and deleted after the write.
    spotify.create(ANNA, "p1", 600);
    try (InMemoryJobQueue queue = queue()) {
      run(
          JobSpec.playlist(ANNA, P1),
          queue,
          () -> engine.playlist(P1).filter(StoredPlaylist::hasContent).isPresent(),
          events);
    }

    assertThat(titles(ANNA, "p1")).hasSize(600);
    assertThat(events.outcomes).containsExactly("p1 SYNCED");
  }

  @Test
  void aDepartureIsToldAlthoughTheRunIsStoppedRightAfterItsWrite() {
    spotify.create(ANNA, "p0", "x");
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    RunControl control = new RunControl();
    PlaylistStore interrupted =
        (PlaylistStore)
            Proxy.newProxyInstance(
                PlaylistStore.class.getClassLoader(),
                new Class<?>[] {PlaylistStore.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("dropPagesBefore")) {
                    control.stop(RunControl.Stop.CLOSING);
                    throw new StoreUnavailableException("interrupted", null);
                  }
                  return method.invoke(store, args);
                });

    SyncReport report =
        new SyncRun(new RunInfo(ANNA, null, null), parts(interrupted, events), control).syncUser();

    assertThat(entry(ANNA, "p1").goneSince()).isNotNull();
    assertThat(report.gone()).containsExactly(P1);
    assertThat(events.departures).containsExactly("gone p1");
  }

  @Test
  void whatALaterListShowedIsNotGoneByAnEarlierOne() {
    spotify.create(ANNA, "p0", "x");
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    AtomicBoolean begun = new AtomicBoolean();
    PlaylistStore slow = mock(PlaylistStore.class, delegatesTo(store));
    doAnswer(
            call -> {
              if (begun.compareAndSet(false, true)) {
                spotify.follow(ANNA, P1);
                time.advance(Duration.ofMinutes(10));
                engine.syncUser(ANNA);
              }
              store.apply(call.<LibraryChange>getArgument(0));
              return null;
            })
        .when(slow)
        .apply(any(LibraryChange.class));

    SyncReport report =
        new SyncRun(new RunInfo(ANNA, null, null), parts(slow, events), new RunControl())
            .syncUser();

    assertThat(entry(ANNA, "p1").isListed()).isTrue();
    assertThat(report.gone()).isEmpty();
    assertThat(events.departures).isEmpty();
  }

  @Test
  void whatALaterListShowedIsNotGoneByAnEarlierOneWhosePlaylistsAllHaveJobs() {
    FakeSpotify.Remote other = spotify.create(ANNA, "p0", "x");
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    other.edit(items -> items.add(FakeSpotify.item("y")));
    spotify.unfollow(ANNA, P1);
    AtomicBoolean begun = new AtomicBoolean();
    PlaylistStore slow = mock(PlaylistStore.class, delegatesTo(store));
    doAnswer(
            call -> {
              // First before the list, then before the write.
              if (!begun.compareAndSet(false, true)) {
                spotify.follow(ANNA, P1);
                time.advance(Duration.ofMinutes(10));
                engine.syncUser(ANNA);
              }
              return store.lastSync(ANNA);
            })
        .when(slow)
        .lastSync(ANNA);

    new SyncRun(new RunInfo(ANNA, null, null), parts(slow, events), new RunControl()).planUser();

    assertThat(entry(ANNA, "p1").isListed()).isTrue();
    assertThat(events.departures).isEmpty();
  }

  @Test
  void whatARunWroteIsToldThoughALaterOneEndsBeforeItIs() {
    spotify.create(ANNA, "p0", "x");
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);

    spotify.unfollow(ANNA, P1);
    SyncReport left = overtakenAfterTheWrite();
    spotify.follow(ANNA, P1);
    SyncReport returned = overtakenAfterTheWrite();

    assertThat(left.gone()).containsExactly(P1);
    assertThat(returned.back()).containsExactly(P1);
    assertThat(events.departures).containsExactly("gone p1", "back p1");
  }

  /** A run of the library that sleeps after its write, while another one begins and ends. */
  private SyncReport overtakenAfterTheWrite() {
    AtomicBoolean begun = new AtomicBoolean();
    PlaylistStore slow = mock(PlaylistStore.class, delegatesTo(store));
    doAnswer(
            call -> {
              store.apply(call.<LibraryChange>getArgument(0));
              if (begun.compareAndSet(false, true)) {
                time.advance(Duration.ofMinutes(10));
                engine.syncUser(ANNA);
              }
              return null;
            })
        .when(slow)
        .apply(any(LibraryChange.class));
    return new SyncRun(new RunInfo(ANNA, null, null), parts(slow, events), new RunControl())
        .syncUser();
  }

  @Test
  void whatAnotherRunStoresAfterTheListWasReadIsNothingThatADepartedUserMaySee() {
    FakeSpotify.Remote own = spotify.create(ANNA, "p0", "x");
    FakeSpotify.Remote remote = spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, P1);
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    own.edit(items -> items.add(FakeSpotify.item("y")));
    time.advance(Duration.ofMinutes(1));
    AtomicBoolean asked = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p0") && asked.compareAndSet(false, true)) {
            time.advance(Duration.ofMinutes(1));
            remote.edit(items -> items.add(FakeSpotify.item("b")));
            engine.syncPlaylist(BEN, P1);
            time.advance(Duration.ofMinutes(1));
          }
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).containsExactly(P1);
    assertThat(titles(ANNA, "p1")).containsExactly("Title a");
    assertThat(titles(BEN, "p1")).hasSize(2);
  }

  @Test
  void aPlaylistThatAnotherRunAddsWhileTheListIsReadIsNotGone() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    AtomicInteger lists = new AtomicInteger();
    spotify.bentList =
        page -> {
          if (lists.getAndIncrement() == 0) {
            spotify.create(ANNA, "p2", "b");
            try (SyncEngine other = oneByOne()) {
              other.syncUser(ANNA);
            }
          }
          return page;
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).isEmpty();
    assertThat(entry(ANNA, "p2").isListed()).isTrue();
    assertThat(events.departures).isEmpty();
  }

  @Test
  void aLibraryRunKeepsTheAccessThatAnotherRunFoundMeanwhile() {
    spotify.create(ANNA, "p0", "z");
    spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, P1);
    spotify.withhold(ANNA, P1);
    for (int day = 0; day < 10; day++) {
      engine.syncUser(ANNA);
      time.advance(Duration.ofDays(1));
    }
    engine.syncUser(ANNA);
    spotify.give(ANNA, P1);
    spotify.unfollow(ANNA, PlaylistId.of("p0"));
    AtomicBoolean once = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("list 0") && !once.getAndSet(true)) {
            try (SyncEngine other = another()) {
              other.syncPlaylist(ANNA, P1);
            }
            assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
          }
        };

    engine.syncUser(ANNA);
    for (int run = 0; run < 3; run++) {
      time.advance(Duration.ofHours(1));
      engine.syncUser(ANNA);
    }

    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
  }

  @Test
  void aWorkerThatLostItsLeaseWritesNoLibrary() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    Instant before = store.lastSync(ANNA).orElseThrow();
    time.advance(Duration.ofMinutes(10));
    spotify.unfollow(ANNA, P1);
    spotify.follow(ANNA, P1);
    AtomicBoolean leaseIsOver = new AtomicBoolean();
    spotify.bentList =
        page -> {
          // The process stands still after this answer, and the lease runs out.
          leaseIsOver.set(true);
          return page;
        };
    var parts =
        new EngineParts(
            spotify,
            store,
            List.of(),
            SyncSettings.defaults(),
            user -> LibraryRules.defaults(),
            new Parallel(Runnable::run),
            new AuthorizationExpiry(null, Duration.ZERO, time),
            time,
            time);
    var control = new RunControl(leaseIsOver::get, () -> {}, () -> {});
    try {
      new SyncRun(new RunInfo(ANNA, null, null), parts, control).planUser();
    } catch (SyncInterruptedException right) {
      // Right.
    }

    assertThat(store.lastSync(ANNA)).contains(before);
    assertThat(entry(ANNA, "p1").position()).isZero();
  }
}
