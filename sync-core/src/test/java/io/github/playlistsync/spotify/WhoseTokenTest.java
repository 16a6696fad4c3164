package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.pageOfTracks;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static io.github.playlistsync.spotify.ScriptedSpotify.error;
import static io.github.playlistsync.spotify.ScriptedSpotify.json;
import static io.github.playlistsync.spotify.ScriptedSpotify.me;
import static io.github.playlistsync.spotify.ScriptedSpotify.refreshing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spotify.CannedClient.Canned;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user of every call is anna. */
class WhoseTokenTest {
  private static final PlaylistId ROAD = PlaylistId.of("p1");
  private static final String LIST = "/me/playlists";
  private static final String PLAYLIST = "/playlists/p1";

  private final ScriptedSpotify spotify = new ScriptedSpotify();
  private final SpotifyWebApi api = spotify.api(AccessTokens.fixed("token"));

  @Test
  void costsNothingWhereTheListNamesTheAccount() {
    spotify.on(LIST, listOf("anna")).on("/me/tracks", json(200, pageOfTracks(0, 50, 1, 1)));

    api.library(spotify.call, 0);
    api.likedSongs(spotify.call, 0, 50);

    assertThat(spotify.requests()).containsExactly(LIST, "/me/tracks");
  }

  @Test
  void costsOneCallATokenWhereNothingNamesTheAccount() {
    spotify
        .on("/me", me("anna"))
        .on(LIST, json(200, Fixtures.page(0, 50, 0)))
        .on(PLAYLIST, json(200, playlist("p1", "\"items\":" + pageOfTracks(0, 100, 1, 1))))
        .on(PLAYLIST + "/items", json(200, pageOfTracks(0, 50, 1, 1)))
        .on("/me/tracks", json(200, pageOfTracks(0, 50, 1, 1)));

    api.library(spotify.call, 0);
    everyOtherCall().forEach(one -> one.accept(api));

    assertThat(spotify.requests())
        .containsExactly(LIST, "/me", PLAYLIST, PLAYLIST + "/items", PLAYLIST, "/me/tracks");
  }

  @Test
  void refusesAnotherAccountsTokenBeforeAnythingIsRead() {
    spotify.on("/me", me("ben")).on(LIST, listOf("ben"));

    assertThatThrownBy(() -> api.library(spotify.call, 0))
        .isInstanceOf(AuthorizationException.class)
        .hasMessage("the access token given for user anna is of user ben (account account-of-ben)");
    for (Consumer<SpotifyWebApi> one : everyOtherCall()) {
      assertThatThrownBy(() -> one.accept(api)).isInstanceOf(AuthorizationException.class);
    }

    assertThat(spotify.requests()).startsWith(LIST, "/me", "/me").containsOnly(LIST, "/me");
  }

  @Test
  void acceptsTheIdThatNeverChanges() {
    spotify
        .on("/me", json(200, "{\"id\":\"renamed\",\"account_id\":\"anna\"}"))
        .on(LIST, listOf("renamed"));

    api.library(spotify.call, 0);
    api.library(spotify.call, 0);

    assertThat(spotify.requests()).containsExactly(LIST, "/me", LIST);
  }

  @Test
  void asksAgainForAListOfSomebodyElse() {
    spotify.on("/me", me("anna")).on(LIST, listOf("ben"), listOf("anna"));

    assertThat(api.library(spotify.call, 0).entries()).hasSize(1);

    spotify.on(LIST, listOf("ben"));
    assertThatThrownBy(() -> api.library(spotify.call, 0))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("data of user ben");
  }

  @Test
  void believesAListUntilAnotherOneContradictsIt() {
    spotify.on("/me", me("ben")).on(LIST, listOf("anna"), listOf("ben"));

    assertThat(api.library(spotify.call, 0).entries()).as("as a cache may answer").hasSize(1);
    assertThatThrownBy(() -> api.library(spotify.call, 0))
        .isInstanceOf(AuthorizationException.class)
        .hasMessageContaining("given for user anna is of user ben");
    assertThatThrownBy(() -> api.playlist(spotify.call, ROAD))
        .isInstanceOf(AuthorizationException.class);
  }

  @Test
  void identifiesTheTokenThatWasRefreshedInTheMiddleOfACall() {
    SpotifyWebApi changing = spotify.api(refreshing("annas", "bens"));
    spotify
        .on("/me", me("anna"), me("ben"))
        .on(
            PLAYLIST,
            error(401, "The access token expired"),
            json(200, playlist("p1", "\"items\":" + pageOfTracks(0, 100, 1, 1))));

    assertThatThrownBy(() -> changing.playlist(spotify.call, ROAD))
        .isInstanceOf(AuthorizationException.class)
        .hasMessageContaining("anna")
        .hasMessageContaining("ben");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 400, 500})
  void saysNothingOfThePlaylistIfNobodySaysWhoseTheTokenIs(int status) {
    spotify.on("/me", error(status, "Forbidden"));

    assertThatThrownBy(() -> api.playlist(spotify.call, ROAD))
        .isInstanceOf(SpotifyUnavailableException.class)
        .hasMessageContaining("GET /me answered " + status);
    assertThat(spotify.requests()).hasSize(4).containsOnly("/me");
  }

  @Test
  void passesOnWhatConcernsAllRequests() {
    spotify.on("/me", error(403, "User not registered in the Developer Dashboard"));

    assertThatThrownBy(() -> api.playlist(spotify.call, ROAD))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void remembersADigestOfTheLatestTokensOnly() {
    TokenOwners owners = new TokenOwners();
    for (int i = 0; i <= 10_000; i++) {
      owners.remember("token" + i, new SpotifyAccount(UserId.of("user" + i), null, null));
    }

    assertThat(owners.of("token0")).isNull();
    assertThat(owners.of("token1")).isNotNull();
    assertThat(owners.of("token10000").id()).isEqualTo(UserId.of("user10000"));
  }

  private List<Consumer<SpotifyWebApi>> everyOtherCall() {
    return List.of(
        one -> one.playlist(spotify.call, ROAD),
        one -> one.items(spotify.call, ROAD, ItemSource.ITEMS, 0, 50),
        one -> one.probe(spotify.call, ROAD),
        one -> one.likedSongs(spotify.call, 0, 50));
  }

  private static Canned listOf(String user) {
    return json(
        200,
        Fixtures.page(0, 50, 1, playlist("p1", "\"items\":{\"total\":3}"))
            .replace(
                "https://api.example/x",
                "https://api.spotify.com/v1/users/" + user + "/playlists?offset=0&limit=50"));
  }

  @Test
  void oneWrongAnswerOfMeRefusesNobody() {
    spotify
        .on("/me", me("ben"), me("anna"))
        .on("/playlists/p1", json(200, playlist("p1", "\"items\":" + pageOfTracks(0, 100, 1, 1))));
    int failed = 0;
    for (int call = 0; call < 10; call++) {
      try {
        api.playlist(spotify.call, PlaylistId.of("p1"));
      } catch (SyncException refused) {
        failed++;
      }
    }

    assertThat(failed).isLessThan(2);
  }
}
