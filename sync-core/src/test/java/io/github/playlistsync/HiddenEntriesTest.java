package io.github.playlistsync;

import static io.github.playlistsync.Lies.first;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.spotify.LibraryPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Entries of a list that name no playlist. Each may be a stored one, unless as many are known to be
 * hidden.
 */
class HiddenEntriesTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");
  private static final PlaylistId P2 = PlaylistId.of("p2");

  /** The list without some playlists, which it counts all the same. */
  private void hide(Predicate<PlaylistId> hidden, int foreign) {
    spotify.bentList =
        page ->
            new LibraryPage(
                page.offset(),
                page.limit(),
                page.total() + foreign,
                page.hasNext(),
                page.entries().stream()
                    .filter(entry -> !hidden.test(entry.playlist().id()))
                    .toList(),
                List.of());
  }

  private void annaHas(String... ids) {
    for (String id : ids) {
      spotify.create(ANNA, id, "of-" + id);
    }
  }

  @Test
  void anUnfollowArrivesFromAListThatHidesAnEntryForGood() {
    annaHas("p1", "p2", "p3");
    hide(id -> false, 1);
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).containsExactly(P1);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.problems()).singleElement().asString().contains("1 entries", "and sent 2");
  }

  @Test
  void aPlaylistThatTheListHidesForGoodIsNotGoneAndKnownToBeHidden() {
    annaHas("p1", "p2", "p3");
    engine.syncUser(ANNA);
    hide(P1::equals, 0);

    SyncReport begins = engine.syncUser(ANNA);

    assertThat(begins.gone()).isEmpty();
    assertThat(begins.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(begins.problems()).singleElement().asString().contains("they may be [p1]");
    for (int run = 0; run < 3; run++) {
      spotify.forgetCalls();
      SyncReport later = engine.syncUser(ANNA);

      assertThat(later.gone()).isEmpty();
      assertThat(later.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(later.problems()).singleElement().asString().contains("among them are [p1]");
      assertThat(spotify.calls()).filteredOn(call -> call.contains("p1")).hasSize(1);
    }
    assertThat(entry(ANNA, "p1").isHidden()).isTrue();
    assertThat(entry(ANNA, "p1").isListed()).isTrue();
    spotify.unfollow(ANNA, P1);
    assertThat(engine.syncUser(ANNA).gone()).as("nothing is hidden now").containsExactly(P1);
    assertThat(entry(ANNA, "p1").hiddenSince()).isNull();
    assertThat(store.user(ANNA).hiddenPlaylists()).isZero();
  }

  @Test
  void aPlaylistThatTheListHidesIsKeptCurrent() {
    annaHas("p1", "p2");
    engine.syncUser(ANNA);
    hide(P1::equals, 0);
    engine.syncUser(ANNA);
    spotify.playlist("p1").edit(items -> items.add(FakeSpotify.item("new")));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(engine.items(ANNA, P1)).isEqualTo(spotify.playlist("p1").items);
    assertThat(engine.syncUser(ANNA).cost().rowsWritten()).isZero();
  }

  @Test
  void anUnfollowBesideAPlaylistThatTheListHidesIsSeen() {
    annaHas("p1", "p2", "p3");
    hide(id -> false, 1);
    engine.syncUser(ANNA);
    hide(P1::equals, 1);
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P2);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).containsExactly(P2);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(entry(ANNA, "p1").isHidden()).isTrue();
  }

  @Test
  void aPlaylistThatIsShownAgainCoversForNoOther() {
    annaHas("p1", "p2", "p3");
    engine.syncUser(ANNA);
    hide(P1::equals, 0);
    engine.syncUser(ANNA);
    hide(P2::equals, 0);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.gone()).isEmpty();
    assertThat(entry(ANNA, "p1").hiddenSince()).isNull();
    assertThat(entry(ANNA, "p2").isHidden()).isTrue();
    hide(id -> false, 0);
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(entry(ANNA, "p2").hiddenSince()).isNull();
    assertThat(store.user(ANNA).hiddenPlaylists()).isZero();
  }

  @Test
  void aPlaylistThatOneListHidesIsNotKnownToBeHidden() {
    annaHas("p1", "p2", "p3");
    engine.syncUser(ANNA);
    hide(P1::equals, 0);
    spotify.bentList = first(1, spotify.bentList);

    engine.syncUser(ANNA);

    assertThat(entry(ANNA, "p1").hiddenSince()).isNull();
    assertThat(store.user(ANNA).hiddenPlaylists()).isZero();
  }

  @Test
  void aListThatHidesOneMoreMayHideAPlaylistThatIsMissing() {
    annaHas("p1", "p2", "p3");
    hide(id -> false, 1);
    engine.syncUser(ANNA);
    hide(P1::equals, 1);

    engine.syncUser(ANNA);
    engine.syncUser(ANNA);

    assertThat(entry(ANNA, "p1").isListed()).isTrue();
  }

  @Test
  void anUnfollowThatMayBeAHiddenEntryKeepsTheRunFromBeingComplete() {
    annaHas("p1", "p2", "p3");
    engine.syncUser(ANNA);
    hide(P1::equals, 0);
    spotify.unfollow(ANNA, P2);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.problems()).singleElement().asString().contains("they may be [p1, p2]");
  }

  @Test
  void aListThatIsEmptyOnceLeavesHowManyEntriesWereHidden() {
    annaHas("p1", "p2", "p3");
    hide(id -> false, 1);
    engine.syncUser(ANNA);
    UnaryOperator<LibraryPage> forGood = spotify.bentList;
    spotify.bentList = firstThen(page -> withEntries(page, List.of()), forGood);
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);

    assertThat(engine.syncUser(ANNA).gone()).containsExactly(P1);
  }

  /** A lie as the first answer, and what Spotify always does as the others. */
  private static UnaryOperator<LibraryPage> firstThen(
      UnaryOperator<LibraryPage> lie, UnaryOperator<LibraryPage> others) {
    UnaryOperator<LibraryPage> once = first(1, lie);
    return page -> {
      LibraryPage answer = once.apply(page);
      return answer.equals(page) ? others.apply(page) : answer;
    };
  }

  private static LibraryPage withEntries(LibraryPage page, List<LibraryPage.Entry> entries) {
    return new LibraryPage(0, page.limit(), entries.size(), false, entries, List.of());
  }

  private static LibraryPage withAnEmptyEntry(LibraryPage page) {
    List<LibraryPage.Entry> entries = new ArrayList<>(page.entries());
    entries.add(null);
    return withEntries(page, entries);
  }

  @Test
  void anEntryThatIsEmptyOnceCoversForNoPlaylist() {
    annaHas("p1", "p2", "p3");
    engine.syncUser(ANNA);
    spotify.bentList = first(1, HiddenEntriesTest::withAnEmptyEntry);
    assertThat(engine.syncUser(ANNA).problems()).isEmpty();
    hide(P1::equals, 0);

    engine.syncUser(ANNA);

    assertThat(entry(ANNA, "p1").isListed()).isTrue();
  }

  @Test
  void anEntryThatIsEmptyForGoodCostsNoSecondListOnceThatIsKnown() {
    annaHas("p1", "p2");
    spotify.bentList = HiddenEntriesTest::withAnEmptyEntry;
    SyncReport first = engine.syncUser(ANNA);
    spotify.forgetCalls();

    SyncReport second = engine.syncUser(ANNA);

    assertThat(first.problems()).singleElement().asString().contains("sent 1 of them empty");
    assertThat(first.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(second.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(spotify.calls()).containsExactly("list 0");
  }

  @Test
  void aJobKeepsHowManyEntriesTheFirstListHides() {
    annaHas("p1", "p2", "p3");
    hide(id -> false, 1);
    try (InMemoryJobQueue queue = queue();
        SyncEngine jobs = withWorkers(queue)) {
      jobs.startWorkers(2);
      JobId job = jobs.enqueueUserSync(ANNA, Priority.HIGH);
      assertThat(jobs.await(job, Duration.ofSeconds(30)).orElseThrow().state().isEnd()).isTrue();
    }
    spotify.unfollow(ANNA, P1);

    assertThat(engine.syncUser(ANNA).gone()).containsExactly(P1);
  }

  @Test
  void aListThatNamesAPlaylistTwiceForGoodIsCompleteAndLosesNoUnfollow() {
    annaHas("p1", "p2", "p3");
    spotify.bentList =
        page -> {
          List<LibraryPage.Entry> entries = new ArrayList<>(page.entries());
          entries.add(entries.get(entries.size() - 1));
          return new LibraryPage(0, 50, entries.size(), false, entries, List.of());
        };

    SyncReport first = engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    SyncReport second = engine.syncUser(ANNA);

    assertThat(first.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(first.problems()).singleElement().asString().contains("the list has [p3] twice");
    assertThat(first.playlists()).hasSize(3);
    assertThat(second.gone()).containsExactly(P1);
    assertThat(second.outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }
}
