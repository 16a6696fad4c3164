package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spi.queue.QueueSettings;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.StoredTokens;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Single lies and orders of events that the engine once believed, or never corrected. */
class MendedDoubtTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  private static <T> UnaryOperator<T> first(int times, UnaryOperator<T> lie) {
    AtomicInteger asked = new AtomicInteger();
    return answer -> asked.getAndIncrement() < times ? lie.apply(answer) : answer;
  }

  /** The lie as the first page at an offset. */
  private static UnaryOperator<ItemPage> firstAt(int offset, UnaryOperator<ItemPage> lie) {
    AtomicBoolean told = new AtomicBoolean();
    return page ->
        page.offset() == offset && told.compareAndSet(false, true) ? lie.apply(page) : page;
  }

  private static ItemPage withItems(ItemPage page, Integer total, List<PlaylistItem> items) {
    List<PlaylistItem> placed = new ArrayList<>();
    items.forEach(item -> placed.add(item.at(page.offset() + placed.size())));
    return new ItemPage(page.offset(), page.limit(), total, page.hasNext(), placed, List.of());
  }

  private SyncEngine another() {
    return SyncEngine.builder().spotify(spotify).store(store).clock(time).sleeper(time).build();
  }

  // ---- content

  @Test
  void aPageThatIsACopyOfPartOfAnotherMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    spotify.bentPage =
        firstAt(100, page -> withItems(page, page.total(), remote.items.subList(0, 50)));

    engine.syncUser(ANNA);
    engine.syncUser(ANNA);
    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).doesNotHaveDuplicates();
  }

  @Test
  void aPageThatIsACopyTakesNoItemsFromAStoredPlaylist() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.bentPage =
        firstAt(200, page -> withItems(page, page.total(), remote.items.subList(0, 50)));

    engine.syncUser(ANNA);
    engine.syncUser(ANNA);
    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).contains("Title p1-210").doesNotHaveDuplicates();
  }

  @Test
  void aPlaylistThatContradictsTheListAtOneSnapshotMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 40);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    // The list says 41 at the very same snapshot.
    spotify.bentPage = first(1, page -> withItems(page, 25, page.items().subList(0, 25)));

    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).hasSize(41);
  }

  @Test
  void anAnswerWithoutTotalAndNextCutsNoPlaylist() {
    spotify.create(ANNA, "p1", 150);
    spotify.bentPage = first(1, page -> new ItemPage(0, 100, null, false, page.items(), List.of()));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(150);
  }

  @Test
  void anAuditDoubtsWhatContradictsAnUnmovedSnapshot() {
    spotify.create(ANNA, "p1", 40);
    engine.syncUser(ANNA);
    time.advance(Duration.ofDays(7).plusSeconds(1));
    spotify.bentPage =
        first(
            1,
            page -> {
              List<PlaylistItem> items = new ArrayList<>(page.items());
              for (int i = 0; i < 10; i++) {
                items.set(i, new PlaylistItem(i, null, FakeSpotify.ADDED, "adder"));
              }
              return withItems(page, page.total(), items);
            });

    engine.syncUser(ANNA);
    engine.syncUser(ANNA);
    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).doesNotContainNull();
  }

  // ---- lists

  @Test
  void aTotalOfAListThatLiesCostsFewCalls() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.forgetCalls();
    spotify.bentList =
        first(1, page -> new LibraryPage(0, 50, 50_000, true, page.entries(), List.of()));

    engine.syncUser(ANNA);

    assertThat(spotify.calls().size()).isLessThan(20);
  }

  @Test
  void aTotalAndALimitOfAListThatLieCostFewCalls() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.forgetCalls();
    spotify.bentList =
        first(1, page -> new LibraryPage(0, 1, 50_000, true, page.entries(), List.of()));

    engine.syncUser(ANNA);

    assertThat(spotify.calls().size()).isLessThan(20);
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

  // ---- orders of events

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

  // ---- jobs: one way to sync

  private SyncEngine withWorkers(InMemoryJobQueue queue) {
    return SyncEngine.builder()
        .spotify(spotify)
        .store(store)
        .queue(queue)
        .workers(WorkerSettings.defaults().withDelays(Duration.ofMillis(2), Duration.ofMillis(10)))
        .settings(
            SyncSettings.defaults()
                .withRemovalGuard(new RemovalGuard(0.5, 10, Duration.ZERO, Duration.ZERO)))
        .build();
  }

  private static InMemoryJobQueue queue() {
    return InMemoryJobQueue.create(QueueSettings.defaults(), Clock.systemUTC(), new Random(1));
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
  void aJobSeesThatListAndPlaylistContradictEachOther() {
    spotify.create(ANNA, "p1", 30);
    spotify.bentPage = first(1, page -> withItems(page, 12, page.items().subList(0, 12)));
    InMemoryJobQueue queue = queue();
    try (SyncEngine jobs = withWorkers(queue)) {
      jobs.startWorkers(1);
      JobId job = jobs.enqueueUserSync(ANNA, Priority.HIGH);
      jobs.await(job, Duration.ofSeconds(30));

      assertThat(titles(ANNA, "p1")).hasSize(30);
    } finally {
      queue.close();
    }
  }

  @Test
  void aCallSeesTheSameContradiction() {
    spotify.create(ANNA, "p1", 30);
    spotify.bentPage = first(1, page -> withItems(page, 12, page.items().subList(0, 12)));

    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).hasSize(30);
  }

  @Test
  void aPreviewKnowsTheScopesThatTheRunKnows() {
    spotify
        .create(ANNA, "p1", "a")
        .metadata(playlist -> playlist.withVisibility(Visibility.PRIVATE));
    InMemoryTokenStore tokens = InMemoryTokenStore.create();
    tokens.save(
        ANNA,
        new StoredTokens(
            "access",
            time.instant().plus(Duration.ofHours(1)),
            "refresh",
            time.instant(),
            Set.of("playlist-read-private")));
    try (SyncEngine knowing =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .tokens(tokens)
            .clock(time)
            .sleeper(time)
            .build()) {
      knowing.syncUser(ANNA);
      spotify.unfollow(ANNA, P1);

      List<PlaylistId> foretold = knowing.preview(ANNA).gone();

      assertThat(foretold).isEqualTo(knowing.syncUser(ANNA).gone());
    }
  }

  // ---- costs and outages

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
            .settings(
                io.github.playlistsync.settings.SyncSettings.defaults().withPlaylistsAtOnce(1))
            .build()) {
      other.syncUser(ANNA);
    }

    assertThat(spotify.calls().size()).isLessThan(15);
  }

  @Test
  void aFewPlaylistsThatSpotifyCannotServeBlockNoOther() {
    for (int i = 0; i < 4; i++) {
      spotify.create(ANNA, "broken" + i, "x");
    }
    for (int i = 0; i < 6; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist broken")) {
            throw new SpotifyUnavailableException("500 for " + call);
          }
        };
    try (SyncEngine other = oneByOne()) {
      for (int run = 0; run < 5; run++) {
        other.syncUser(ANNA);
      }
    }

    assertThat(store.ids(null, 20)).hasSize(6);
  }

  @Test
  void aReadInterruptedMoreThanAWeekAfterTheLastSyncGoesOn() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 600);
    engine.syncUser(ANNA);
    time.advance(Duration.ofDays(8));
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 550")) {
            throw new SpotifyUnavailableException("cut off");
          }
        };
    engine.syncPlaylist(ANNA, P1);
    spotify.beforeCall = call -> {};
    spotify.forgetCalls();

    // As any child of a user's job: the snapshot moved, so this is a read and no audit.
    engine.syncPlaylist(ANNA, P1);

    assertThat(titles(ANNA, "p1")).hasSize(601);
    assertThat(spotify.calls()).doesNotContain("items p1 100");
  }

  @Test
  void anEmptyPlaylistIsReadOnceByAJobIfTheListSaysThatItIsEmpty() {
    spotify.create(ANNA, "p1");
    InMemoryJobQueue queue = queue();
    try (SyncEngine jobs = withWorkers(queue)) {
      jobs.startWorkers(1);
      JobId job = jobs.enqueueUserSync(ANNA, Priority.HIGH);
      jobs.await(job, Duration.ofSeconds(30));

      assertThat(spotify.calls()).containsExactly("list 0", "playlist p1");
    } finally {
      queue.close();
    }
  }

  @Test
  void aWorkerThatLostItsLeaseWritesNoLibrary() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    java.time.Instant before = store.lastSync(ANNA).orElseThrow();
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
        new io.github.playlistsync.internal.run.EngineParts(
            spotify,
            store,
            List.of(),
            io.github.playlistsync.settings.SyncSettings.defaults(),
            user -> io.github.playlistsync.settings.LibraryRules.defaults(),
            new io.github.playlistsync.internal.run.Parallel(Runnable::run),
            new io.github.playlistsync.internal.run.AuthorizationExpiry(null, Duration.ZERO, time),
            time,
            time);
    var control =
        new io.github.playlistsync.internal.run.RunControl(leaseIsOver::get, () -> {}, () -> {});
    try {
      new io.github.playlistsync.internal.sync.SyncRun(
              new io.github.playlistsync.report.RunInfo(ANNA, null, null), parts, control)
          .planUser();
    } catch (io.github.playlistsync.error.SyncInterruptedException right) {
      // Right.
    }

    assertThat(store.lastSync(ANNA)).contains(before);
    assertThat(entry(ANNA, "p1").position()).isZero();
  }

  @Test
  void aFewPlaylistsThatSpotifyCannotServeBlockNoOtherSideBySide() {
    for (int i = 0; i < 8; i++) {
      spotify.create(ANNA, "broken" + i, "x");
    }
    for (int i = 0; i < 30; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist broken")) {
            throw new SpotifyUnavailableException("500 for " + call);
          }
        };
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
}
