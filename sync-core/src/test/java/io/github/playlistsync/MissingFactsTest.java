package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.PlaylistId;
import org.junit.jupiter.api.Test;

/** What an answer leaves out erases nothing; what is empty in it does. */
class MissingFactsTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

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
