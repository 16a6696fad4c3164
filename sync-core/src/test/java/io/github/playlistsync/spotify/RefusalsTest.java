package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.pageOfTracks;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static io.github.playlistsync.spotify.ScriptedSpotify.error;
import static io.github.playlistsync.spotify.ScriptedSpotify.json;
import static io.github.playlistsync.spotify.ScriptedSpotify.me;
import static io.github.playlistsync.spotify.ScriptedSpotify.refreshing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AccessDeniedException.Reason;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spotify.CannedClient.Canned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of consequences in {@link ErrorAnswer}, row by row. */
class RefusalsTest {
  private static final PlaylistId ROAD = PlaylistId.of("p1");
  private static final String PLAYLIST = "/playlists/p1";
  private static final String ITEMS = PLAYLIST + "/items";
  private static final String TRACKS = PLAYLIST + "/tracks";
  private static final Canned PAGE = json(200, pageOfTracks(0, 50, 1, 1));
  private static final Canned WHOLE =
      json(200, playlist("p1", "\"items\":" + pageOfTracks(0, 100, 2, 2)));
  private static final Canned WITHHELD = json(200, playlist("p1", ""));

  private final ScriptedSpotify spotify = new ScriptedSpotify();
  private SpotifyWebApi api;

  @BeforeEach
  void identify() {
    api = spotify.api(AccessTokens.fixed("first"));
    spotify.on("/me", me("anna"));
    api.currentUser(spotify.call);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The access token expired",
        "Invalid access token",
        "No token provided",
        "No token provided."
      })
  void aKnownRefusalOfATokenThatCannotBeRefreshedEndsAtOnce(String words) {
    spotify.on(ITEMS, error(401, words));

    assertThatThrownBy(this::items).isInstanceOf(AuthorizationException.class);

    assertAsked(ITEMS);
  }

  @Test
  void aKnownRefusalIsReadFromTheChallengeToo() {
    spotify.on(
        ITEMS,
        new Canned(
            401,
            Map.of(
                "WWW-Authenticate",
                List.of(
                    "Bearer realm=\"spotify\", error=\"invalid_token\","
                        + " error_description=\"Invalid access token\"")),
            bytes("{\"error\":{\"status\":401,\"message\":\"Missing/invalid/expired\"}}")));

    assertThatThrownBy(this::items).isInstanceOf(AuthorizationException.class);
  }

  @Test
  void aTokenIsRefreshedOnce() {
    api = spotify.api(refreshing("first", "second"));
    spotify.on(ITEMS, error(401, "The access token expired"), PAGE);

    assertThat(items().items()).hasSize(1);

    assertAsked("/me", ITEMS, ITEMS, "/me");
    assertThat(spotify.time.slept()).isZero();
  }

  @Test
  void aRefreshedTokenThatIsRefusedEndsNoLogin() {
    api = spotify.api(refreshing("first", "second", "third"));
    spotify.on(ITEMS, error(401, "The access token expired"));

    assertThatThrownBy(this::items)
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageNotContaining("second");

    assertAsked("/me", ITEMS, ITEMS, ITEMS, ITEMS, ITEMS);
    assertThat(spotify.time.slept()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"status\":401,\"message\":\"Access token missing\"}}",
        "Access token missing",
        "",
        "<html>Invalid access token</html>",
      })
  void aGatewaysRefusalOfAGoodTokenPasses(String body) {
    Canned refusal = json(401, body);
    spotify.on(ITEMS, refusal, refusal, refusal, PAGE);
    assertThat(items().items()).hasSize(1);

    spotify.on(ITEMS, refusal);
    assertThatThrownBy(this::items)
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("answered 401");
  }

  @Test
  void aTokenIsRefreshedAfterTwoRefusalsInUnknownWords() {
    api = spotify.api(refreshing("first", "second"));
    spotify.on(ITEMS, json(401, ""), json(401, ""), PAGE);

    assertThat(items().items()).hasSize(1);

    assertAsked("/me", ITEMS, ITEMS, ITEMS, "/me");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"status\":403,\"message\":\"Forbidden\"}}|CONTENTS",
        "{\"error\":{\"status\":403}}|CONTENTS",
        "User not registered in the Developer Dashboard|USER_NOT_REGISTERED",
        "Check settings on developer.spotify.com/dashboard, the user may not be registered.|USER_NOT_REGISTERED",
        "{\"error\":{\"status\":403,\"message\":\"User not registered in the Developer Dashboard\"}}|USER_NOT_REGISTERED",
        "Active premium subscription required for the owner of the app.|PREMIUM_REQUIRED",
        "Active premium subscription required for the owner of the app. When the subscription status changes, it can take a few hours before requests are allowed again.|PREMIUM_REQUIRED",
        "{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}|INSUFFICIENT_SCOPE",
      })
  void tellsTheKindsOfDenialApart(String body, Reason reason) {
    spotify.on(ITEMS, json(403, body)).on(TRACKS, json(403, body));

    AccessDeniedException denied = catchThrowableOfType(AccessDeniedException.class, this::items);

    assertThat(denied.reason()).isEqualTo(reason);
    if (reason == Reason.CONTENTS) {
      assertAsked(ITEMS, TRACKS);
    } else {
      assertAsked(ITEMS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><table><th scope=\"col\">Blocked</th></table> premium, not registered</html>",
        "{\"error\":{\"status\":403,\"message\":\"Premium required\"}}",
        "Premium required",
        "",
        "{}",
        "{\"message\":\"Insufficient client scope\"}",
      })
  void aDenialInOtherWordsPasses(String body) {
    spotify.on(ITEMS, json(403, body), PAGE);
    assertThat(items().items()).hasSize(1);

    spotify.on(ITEMS, json(403, body));
    assertThatThrownBy(this::items)
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageNotContaining("<html>");
    assertThat(spotify.requests()).filteredOn(ITEMS::equals).hasSize(2 + 4);
  }

  @Test
  void aPlaylistThatIsNotThereIsSaidSoByItsItemsToo() {
    spotify.on(PLAYLIST, error(404, "Resource not found"));

    assertThatThrownBy(() -> api.playlist(spotify.call, ROAD))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("GET /playlists/p1 answered 404: Resource not found");

    assertAsked(PLAYLIST, ITEMS, TRACKS);
  }

  @Test
  void spotifysOwnListsThatAreNotThereAreNoDoubt() {
    PlaylistId mix = PlaylistId.of("37i9dQZF1E4");

    assertThatThrownBy(() -> api.playlist(spotify.call, mix)).isInstanceOf(NotFoundException.class);

    assertAsked("/playlists/" + mix);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void aPlaylistThatIsRefusedOnceIsThere(int status) {
    spotify.on(PLAYLIST, error(status, "Forbidden"), WHOLE).on(ITEMS, PAGE);

    assertThat(api.playlist(spotify.call, ROAD).firstItems().items()).hasSize(2);

    spotify.on(PLAYLIST, error(status, "Forbidden"));
    assertThatThrownBy(() -> api.playlist(spotify.call, ROAD))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("gives the items but not the playlist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"tracks\":{\"href\":\"x\",\"total\":null}", "\"items\":null"})
  void contentsThatAreMissingOnceAreThere(String contents) {
    spotify.on(PLAYLIST, json(200, playlist("p1", contents))).on(ITEMS, PAGE);

    assertThat(api.playlist(spotify.call, ROAD).firstItems().items()).hasSize(1);

    assertAsked(PLAYLIST, ITEMS);
  }

  @Test
  void contentsAreWithheldIfTheItemsAreToo() {
    spotify.on(PLAYLIST, WITHHELD).on(ITEMS, error(403, "Forbidden"));

    assertThat(api.playlist(spotify.call, ROAD).firstItems()).isNull();

    assertAsked(PLAYLIST, ITEMS);
  }

  @Test
  void theOldEndpointIsAskedWhereThereIsNoOther() {
    spotify.on(PLAYLIST, WITHHELD).on(TRACKS, PAGE);

    assertThat(api.playlist(spotify.call, ROAD).firstItems().items()).hasSize(1);
  }

  @Test
  void aProbeThatIsRefusedOnceConcludesNothing() {
    spotify.on(PLAYLIST, error(404, "Resource not found"), WHOLE);

    assertThat(api.probe(spotify.call, ROAD).total()).isEqualTo(2);
  }

  @Test
  void aBadRequestIsRefused() {
    spotify.on(ITEMS, error(400, "Invalid limit"));

    assertThatThrownBy(this::items)
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageEndingWith("answered 400: Invalid limit");

    assertAsked(ITEMS);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 407, 410, 451})
  void aProxysPagePassesWhateverItsStatus(int status) {
    spotify.on(ITEMS, json(status, "<html>Go away</html>"), PAGE);

    assertThat(items().items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/v1\"}",
        "{\"error\":\"access denied by policy\"}",
        "{\"error\":null}",
        "{\"error\":{\"code\":7}}"
      })
  void aGatewaysJsonPassesToo(String body) {
    spotify.on(ITEMS, json(404, body), json(403, body), PAGE);

    assertThat(items().items()).hasSize(1);
  }

  @Test
  void callsAreSlowedDownForAllWhileSpotifyFails() {
    spotify.on(ITEMS, json(503, "")).on(TRACKS, PAGE);
    assertThatThrownBy(this::items).isInstanceOf(SpotifyUnavailableException.class);
    assertThatThrownBy(this::items).isInstanceOf(SpotifyUnavailableException.class);
    Duration before = spotify.time.slept();

    api.items(spotify.call, ROAD, ItemSource.TRACKS, 0, 50);
    Duration slowed = spotify.time.slept();
    api.items(spotify.call, ROAD, ItemSource.TRACKS, 0, 50);

    assertThat(slowed).isGreaterThan(before);
    assertThat(spotify.time.slept()).as("after an answer").isEqualTo(slowed);
  }

  private ItemPage items() {
    return api.items(spotify.call, ROAD, ItemSource.ITEMS, 0, 50);
  }

  /** What was asked for since the account was known. */
  private void assertAsked(String... paths) {
    assertThat(spotify.requests().subList(1, spotify.requests().size())).containsExactly(paths);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
