package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.store.StoredTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Spotify says once and falsely takes nothing away; what it says twice is applied. */
class DoubtTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  /** The lie as the answer to the first few questions, the truth after that. */
  private static <T> UnaryOperator<T> first(int times, UnaryOperator<T> lie) {
    AtomicInteger asked = new AtomicInteger();
    return answer -> asked.getAndIncrement() < times ? lie.apply(answer) : answer;
  }

  private static ItemPage empty(ItemPage page) {
    return new ItemPage(0, page.limit(), 0, false, List.of(), List.of());
  }

  private static ItemPage placeholders(ItemPage page) {
    List<PlaylistItem> items =
        page.items().stream()
            .map(item -> new PlaylistItem(item.position(), null, item.addedAt(), item.addedBy()))
            .toList();
    return new ItemPage(
        page.offset(), page.limit(), page.total(), page.hasNext(), items, List.of());
  }

  private static LibraryPage without(LibraryPage page, Predicate<Playlist> hidden) {
    List<LibraryPage.Entry> entries =
        page.entries().stream().filter(entry -> !hidden.test(entry.playlist())).toList();
    return new LibraryPage(0, page.limit(), entries.size(), false, entries, List.of());
  }

  private void makePrivate(String id) {
    spotify.create(ANNA, id, id).metadata(playlist -> playlist.withVisibility(Visibility.PRIVATE));
  }

  @Test
  void aSecondLookUsesNoPageOfTheFirst() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 2_000);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    // Every page once, so that a second look served from kept pages would agree.
    spotify.bentPage = first(40, page -> page.offset() < 100 ? page : placeholders(page));

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.playlists().get(0).changes()).isEqualTo(new PlaylistReport.Changes(1, 0, 0));
    assertThat(stored("p1").counts().placeholders()).isZero();
  }

  @Test
  void anAuditUsesNoKeptPage() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 600);
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("new")));
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 550")) {
            throw new SpotifyUnavailableException("cut off");
          }
        };
    try (SyncEngine oneByOne = oneByOne()) {
      oneByOne.syncUser(ANNA);
    }
    spotify.beforeCall = call -> {};
    remote.edit(items -> items.remove(600));
    remote.snapshot = 2;
    time.advance(Duration.ofDays(7).plusSeconds(1));
    spotify.forgetCalls();

    engine.syncUser(ANNA);

    assertThat(spotify.calls()).contains("items p1 100", "items p1 500");
  }

  @Test
  void aPageFromAnotherPlaceIsNotStored() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 300);
    spotify.bentPage =
        first(
            2,
            page ->
                page.offset() == 0
                    ? page
                    : new ItemPage(0, 50, 300, true, remote.items.subList(0, 50), List.of()));

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);

    assertThat(titles(ANNA, "p1")).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  void aReadOfSeveralPagesWithoutASnapshotMustBeSeenTwice() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", 250);
    spotify.hasSnapshots = false;
    AtomicInteger reads = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.equals("items p1 200") && reads.getAndIncrement() == 0) {
            // A torn read: what moved from the end to the top is in no page.
            remote.edit(items -> items.add(0, items.remove(249)));
          }
        };

    SyncReport torn = engine.syncUser(ANNA);

    assertThat(torn.playlists().get(0).outcome()).isEqualTo(PlaylistOutcome.HELD);
    assertThat(engine.playlist(P1)).isEmpty();
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(250).doesNotHaveDuplicates().startsWith("Title p1-249");
  }

  @Test
  void tracksThatAreMissingForOneAnswerAreNotTakenAway() {
    for (int size : List.of(1, 3, 50, 400)) {
      String id = "of" + size;
      FakeSpotify.Remote remote = spotify.create(ANNA, id, size);
      engine.syncUser(ANNA);
      remote.edit(items -> {});
      spotify.bentPage = first(1, DoubtTest::placeholders);

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(stored(id).revision()).isEqualTo(1);
      assertThat(titles(ANNA, id)).doesNotContainNull();
      spotify.bentPage = page -> page;
    }
  }

  @Test
  void tracksThatAreMissingFromTheFirstAnswerOrBesidePlaceholdersAreLookedAtAgain() {
    spotify.bentPage = first(1, DoubtTest::placeholders);
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "-", "-", "-", "b", "-", "-");

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(stored("p1").counts().trackCount()).isEqualTo(2);
    remote.edit(items -> items.add(FakeSpotify.item("-")));
    spotify.bentPage = first(1, DoubtTest::placeholders);

    engine.syncUser(ANNA);

    assertThat(stored("p1").counts().trackCount()).isEqualTo(2);
    assertThat(stored("p1").revision()).isEqualTo(2);
  }

  @Test
  void aPlaylistThatContradictsTheListIsLookedAtAgainLater() {
    spotify.create(ANNA, "p1", 30);
    spotify.bentPage = first(1, DoubtTest::empty);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(30);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(5));
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
    assertThat(titles(ANNA, "p1")).hasSize(30);
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(27);
  }

  @Test
  void aTotalBeyondEveryListCostsNoMemoryAndIsRefusedByName() {
    spotify.create(ANNA, "p1", 150);
    engine.syncUser(ANNA);
    spotify.playlist("p1").edit(items -> items.remove(0));
    UnaryOperator<ItemPage> huge =
        page ->
            new ItemPage(
                page.offset(), page.limit(), Integer.MAX_VALUE, true, page.items(), List.of());
    spotify.bentPage = first(1, huge);

    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(titles(ANNA, "p1")).hasSize(149);

    spotify.playlist("p1").edit(items -> items.remove(0));
    spotify.bentPage = huge;
    spotify.forgetCalls();
    SyncReport refused = engine.syncUser(ANNA);

    assertThat(refused.failure().message())
        .contains("2147483647", "100000", "SyncSettings.maxItems");
    assertThat(spotify.calls()).hasSizeLessThan(6);
    assertThat(titles(ANNA, "p1")).hasSize(149);
  }

  @Test
  void anEndlessNextEndsAtTheLongestPlaylist() {
    spotify.create(ANNA, "p1", 3);
    spotify.bentPage =
        page -> {
          List<PlaylistItem> items = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            items.add(FakeSpotify.item("x" + (page.offset() + i)).at(page.offset() + i));
          }
          return new ItemPage(page.offset(), 50, null, true, items, List.of());
        };
    try (SyncEngine small =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .clock(time)
            .sleeper(time)
            .settings(SyncSettings.defaults().withMaxItems(500))
            .build()) {
      SyncReport report = small.syncUser(ANNA);

      assertThat(report.failure().message()).contains("the settings allow 500");
      assertThat(spotify.calls()).hasSizeLessThan(50);
    }
  }

  @Test
  void aListOfAnImpossibleLengthMarksNothingAsGone() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.bentList =
        page ->
            new LibraryPage(page.offset(), 50, Integer.MAX_VALUE, true, page.entries(), List.of());

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.problems()).singleElement().asString().contains("2147483647 playlists");
    assertThat(spotify.calls()).hasSizeLessThan(10);
  }

  @Test
  void aListThatIsShortOnceMarksNothingAsGoneHoweverFewAreMissing() {
    makePrivate("p0");
    for (int i = 1; i < 6; i++) {
      spotify.create(ANNA, "p" + i, "t" + i);
    }
    engine.syncUser(ANNA);
    for (Predicate<Playlist> hidden :
        List.<Predicate<Playlist>>of(
            playlist -> true,
            playlist -> playlist.id().equals(P1),
            playlist -> playlist.visibility() == Visibility.PRIVATE)) {
      spotify.bentList = first(1, page -> without(page, hidden));

      SyncReport report = engine.syncUser(ANNA);

      assertThat(report.gone()).isEmpty();
      assertThat(report.problems()).isNotEmpty();
      assertThat(store.library(ANNA)).allMatch(LibraryEntry::isListed);
    }
  }

  @Test
  void privatePlaylistsThatVanishAllAtOnceAreNotGoneWhereTheScopesAreUnknown() {
    makePrivate("p1");
    makePrivate("p2");
    spotify.create(ANNA, "p3", "c");
    engine.syncUser(ANNA);
    spotify.bentList = page -> without(page, p -> p.visibility() == Visibility.PRIVATE);

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.gone()).isEmpty();
    assertThat(report.problems()).singleElement().asString().contains("playlist-read-private");
  }

  @Test
  void grantedScopesDecideWhetherVanishedPlaylistsAreGone() {
    makePrivate("p1");
    makePrivate("p2");
    InMemoryTokenStore tokens = InMemoryTokenStore.create();
    try (SyncEngine knowing =
        SyncEngine.builder()
            .spotify(spotify)
            .store(store)
            .tokens(tokens)
            .clock(time)
            .sleeper(time)
            .build()) {
      tokens.save(ANNA, granted("playlist-read-collaborative"));
      knowing.syncUser(ANNA);
      spotify.unfollow(ANNA, P1);

      SyncReport unseen = knowing.syncUser(ANNA);
      tokens.save(ANNA, granted("playlist-read-private"));
      SyncReport seen = knowing.syncUser(ANNA);

      assertThat(unseen.gone()).isEmpty();
      assertThat(unseen.problems()).singleElement().asString().contains("playlist-read-private");
      assertThat(seen.gone()).containsExactly(P1);
    }
  }

  private StoredTokens granted(String scope) {
    return new StoredTokens(
        "access",
        time.instant().plus(Duration.ofHours(1)),
        "refresh",
        time.instant(),
        Set.of(scope));
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
  void whatIsInTheListIsNotGoneThoughTheRulesLeaveItOut() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    engine.syncUser(ANNA);
    spotify.unfollow(ANNA, P1);
    engine.syncUser(ANNA);
    spotify.follow(ANNA, P1);
    LibraryRules onlyP2 =
        new LibraryRules(false, Set.of(), Set.of(), Pattern.compile("Name of p2"), false);
    try (SyncEngine choosy = withRules(onlyP2)) {
      assertThat(choosy.syncUser(ANNA).back()).containsExactly(P1);
      time.advance(Duration.ofDays(100));

      assertThat(choosy.purgeGone(Duration.ofDays(30), 10)).isEmpty();
    }
    assertThat(titles(ANNA, "p1")).containsExactly("Title a");
  }

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

    assertThat(spotify.calls()).hasSizeLessThan(1 + 3 + 4);
    assertThat(away.outcome()).isEqualTo(SyncOutcome.FAILED);
    assertThat(away.failure().retryAt()).isAfter(time.instant());
    assertThat(store.lastSync(ANNA)).isEmpty();
    spotify.beforeCall = call -> {};
    assertThat(engine.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(store.lastSync(ANNA)).isPresent();
  }

  @Test
  void aListFromWhichSpotifyFiltersEntriesForGoodIsCompleteAndSaysSo() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    spotify.bentList =
        page -> {
          LibraryPage short1 = without(page, playlist -> playlist.id().equals(P1));
          return new LibraryPage(0, 50, 2, false, short1.entries(), List.of());
        };

    SyncReport report = engine.syncUser(ANNA);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.problems()).singleElement().asString().contains("1 entries of the list");
    assertThat(report.gone()).isEmpty();
  }

  @Test
  void aNameThatIsMissingErasesNothingAndAnEmptyOneDoes() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.metadata(playlist -> playlist.withName(""));
    spotify.named = false;

    engine.syncPlaylist(ANNA, P1);

    assertThat(stored("p1").playlist().name()).isEqualTo("Name of p1");
    spotify.named = true;
    remote.metadata(playlist -> playlist);
    engine.syncPlaylist(ANNA, P1);
    assertThat(stored("p1").playlist().name()).isEmpty();
  }
}
