package io.github.playlistsync;

import static io.github.playlistsync.Lies.first;
import static io.github.playlistsync.Lies.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.memory.InMemoryTokenStore;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.LibraryRules;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.store.StoredTokens;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list that is false once marks nothing as gone; what two lists lack is gone. */
class DeparturesTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

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
      assertThat(report.problems())
          .extracting(Problem::code)
          .containsExactly(Problem.Code.HELD_DEPARTURE);
      assertThat(store.library(ANNA)).allMatch(LibraryEntry::isListed);
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
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("LIST_INCOMPLETE", "2147483647 playlists");
    assertThat(spotify.calls()).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 1})
  void aTotalOfAListThatLiesCostsFewCalls(int limit) {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    spotify.forgetCalls();
    spotify.bentList =
        first(1, page -> new LibraryPage(0, limit, 50_000, true, page.entries(), List.of()));

    engine.syncUser(ANNA);

    assertThat(spotify.calls().size()).isLessThan(20);
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
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("ANSWER_ODD", "1 entries of the list");
    assertThat(report.gone()).isEmpty();
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
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("SCOPE_MISSING", "playlist-read-private");
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

  private StoredTokens granted(String scope) {
    return new StoredTokens(
        "access",
        time.instant().plus(Duration.ofHours(1)),
        "refresh",
        time.instant(),
        Set.of(scope));
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

  private void makePrivate(String id) {
    spotify.create(ANNA, id, id).metadata(playlist -> playlist.withVisibility(Visibility.PRIVATE));
  }
}
