package io.github.playlistsync;

import static io.github.playlistsync.Lies.empty;
import static io.github.playlistsync.Lies.first;
import static io.github.playlistsync.Lies.placeholders;
import static io.github.playlistsync.Lies.withItems;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.spotify.ItemPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Items that are false once take nothing away; those that Spotify shows twice are stored. */
class ContentDoubtTest extends EngineFixture {
  @Test
  void tracksThatAreMissingForOneAnswerAreNotTakenAway() {
    for (int size : List.of(1, 3, 50, 400)) {
      String id = "of" + size;
      FakeSpotify.Remote remote = spotify.create(ANNA, id, size);
      engine.syncUser(ANNA);
      remote.metadata(playlist -> renamed(playlist, "Another name"));
      spotify.bentPage = first(1, Lies::placeholders);

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(stored(id).revision()).isEqualTo(1);
      assertThat(titles(ANNA, id)).doesNotContainNull();
      spotify.bentPage = page -> page;
    }
  }

  @Test
  void tracksThatAreMissingFromTheFirstAnswerOrBesidePlaceholdersAreLookedAtAgain() {
    spotify.bentPage = first(1, Lies::placeholders);
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "-", "-", "-", "b", "-", "-");

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(stored("p1").counts().trackCount()).isEqualTo(2);
    remote.edit(items -> items.add(FakeSpotify.item("-")));
    spotify.bentPage = first(1, Lies::placeholders);

    engine.syncUser(ANNA);

    assertThat(stored("p1").counts().trackCount()).isEqualTo(2);
    assertThat(stored("p1").revision()).isEqualTo(2);
  }

  @Test
  void whatTheSecondLookDoesNotShowIsHeldAndTriedAgain() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 30);
    engine.syncUser(ANNA);
    remote.edit(items -> items.subList(0, 3).clear());
    AtomicInteger lies = new AtomicInteger();
    spotify.bentPage =
        page ->
            switch (lies.getAndIncrement()) {
              case 0 -> empty(page);
              case 1 -> placeholders(page);
              default -> page;
            };

    SyncReport held = engine.syncUser(ANNA);

    assertThat(held.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(held.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.HELD);
    assertThat(held.playlists().get(0).problems())
        .extracting(Problem::code)
        .containsExactly(Problem.Code.HELD_CONTRADICTION);
    assertThat(titles(ANNA, "p1")).hasSize(30);
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(27);
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

  @Test
  void aPlaylistThatContradictsTheListIsLookedAtAgainLater() {
    spotify.create(ANNA, "p1", 30);
    spotify.bentPage = first(1, Lies::empty);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(30);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(5));
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
  void aCallSeesTheSameContradiction() {
    spotify.create(ANNA, "p1", 30);
    spotify.bentPage = first(1, page -> withItems(page, 12, page.items().subList(0, 12)));

    engine.syncUser(ANNA);

    assertThat(titles(ANNA, "p1")).hasSize(30);
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
  void aPlaylistThatIsCutOnceKeepsItsItemsWhereNoListSaysHowManyThereAre() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 150);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.bentPage =
        first(
            1,
            page ->
                new ItemPage(0, page.limit(), 100, false, page.items().subList(0, 100), List.of()));

    SyncReport report = engine.syncPlaylist(ANNA, PlaylistId.of("p1"));

    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(1, 0, 0));
    assertThat(titles(ANNA, "p1")).hasSize(151);
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
  void oldItemsUnderANewSnapshotHideNoEdit() {
    for (int size : List.of(3, 250)) {
      FakeSpotify.Remote remote = spotify.create(ANNA, "of" + size, size);
      engine.syncUser(ANNA);
      List<PlaylistItem> old = List.copyOf(remote.items);
      remote.edit(items -> items.set(size - 1, FakeSpotify.item("new")));
      spotify.serveOnce(remote.playlist.id(), old);

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(titles(ANNA, "of" + size)).endsWith("Title new");
    }
  }

  @Test
  void aSnapshotThatMovesForNothingIsStoredOnceTwoLooksAgree() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 3);
    engine.syncUser(ANNA);
    remote.edit(items -> {});
    spotify.forgetCalls();

    SyncReport moved = engine.syncUser(ANNA);
    SyncReport unchanged = engine.syncUser(ANNA);

    assertThat(moved.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(moved.playlists().get(0).problems()).isEmpty();
    assertThat(unchanged.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.UNCHANGED);
    assertThat(spotify.calls()).containsExactly("list 0", "playlist p1", "playlist p1", "list 0");
  }

  @Test
  void aSnapshotThatMovesWithEveryAnswerCostsOneLookMore() {
    FakeSpotify.Remote own = spotify.create(ANNA, "p1", 3);
    FakeSpotify.Remote charts = spotify.create(UserId.of("spotify"), "charts", 3);
    spotify.follow(ANNA, charts.playlist.id());
    spotify.beforeCall =
        call -> {
          own.snapshot++;
          charts.snapshot++;
        };
    engine.syncUser(ANNA);
    for (int run = 0; run < 3; run++) {
      spotify.forgetCalls();

      assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);

      assertThat(spotify.calls())
          .containsExactlyInAnyOrder("list 0", "playlist p1", "playlist charts", "playlist p1");
    }
  }

  @Test
  void aNewNameExplainsANewSnapshot() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 3);
    engine.syncUser(ANNA);
    remote.metadata(playlist -> renamed(playlist, "Another name"));
    spotify.forgetCalls();

    engine.syncUser(ANNA);

    assertThat(spotify.calls()).containsExactly("list 0", "playlist p1");
  }

  @Test
  void aRenameExplainsNoAnswerWithOtherItemsThanTheListAnnounces() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b");
    engine.syncUser(ANNA);
    List<PlaylistItem> old = List.copyOf(remote.items);
    remote.edit(items -> items.add(FakeSpotify.item("c")));
    remote.metadata(playlist -> renamed(playlist, "Another name"));
    spotify.serveOnce(PlaylistId.of("p1"), old);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(3);
    assertThat(stored("p1").playlist().name()).isEqualTo("Another name");
  }
}
