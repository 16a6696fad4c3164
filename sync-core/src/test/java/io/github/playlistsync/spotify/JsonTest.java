package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.bothEntry;
import static io.github.playlistsync.spotify.Fixtures.deep;
import static io.github.playlistsync.spotify.Fixtures.page;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static io.github.playlistsync.spotify.Fixtures.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.model.PlaylistId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
  private static final PlaylistId ROAD = PlaylistId.of("p1");

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesWhatIsTooDeepOrTooLarge(String body) {
    assertThatThrownBy(() -> Json.read(bytes(body))).isInstanceOf(IOException.class);
  }

  static List<String> hostile() {
    return List.of(
        deep(100_000),
        "{\"a\":".repeat(100_000),
        "[" + "9".repeat(1_000_000) + "]",
        "[1e" + "9".repeat(1_000_000) + "]",
        "{\"" + "n".repeat(100_000) + "\":1}",
        "[\"" + "s".repeat(2_000_000) + "\"]",
        "[" + "[],".repeat(2_000_000) + "[]]",
        "[" + "{},".repeat(2_000_000) + "{}]");
  }

  @Test
  void readsTheLargestPageThatThereIs() throws Exception {
    String markets = "\"available_markets\":[" + "\"NL\",".repeat(184) + "\"BE\"]";
    String song = track("a").replaceAll("\"available_markets\":\\[[^]]*]", markets);
    String[] hundred = new String[100];
    Arrays.fill(hundred, bothEntry(song));

    byte[] body = bytes(playlist("p1", "\"items\":" + page(0, 100, 100, hundred)));

    assertThat(PlaylistJson.playlist(Json.read(body), ROAD).firstItems().items()).hasSize(100);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
