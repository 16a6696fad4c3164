package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.bothEntry;
import static io.github.playlistsync.spotify.Fixtures.episode;
import static io.github.playlistsync.spotify.Fixtures.local;
import static io.github.playlistsync.spotify.Fixtures.newEntry;
import static io.github.playlistsync.spotify.Fixtures.oldEntry;
import static io.github.playlistsync.spotify.Fixtures.page;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static io.github.playlistsync.spotify.Fixtures.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.playlistsync.model.PlaylistId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever comes, the parser gives a value or an IOException, which the adapter reports as it is.
 */
class ParserFuzzTest {
  private static final PlaylistId ROAD = PlaylistId.of("p1");
  private static final String PAGE =
      page(
          0,
          50,
          6,
          bothEntry(track("a")),
          oldEntry(local("spotify:local:a:b:c:1")),
          newEntry(episode("e")),
          oldEntry("null"),
          "null",
          oldEntry(track("b")));
  private static final List<String> SEEDS =
      List.of(
          playlist("p1", "\"items\":" + PAGE + ",\"tracks\":" + PAGE),
          PAGE,
          page(0, 50, 2, playlist("p1", "\"tracks\":{\"total\":1}"), "null"));
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "123456789012345678901234567890",
          "0.5",
          "\"\"",
          "\" \"",
          "\"\\u0000\\ud800\"",
          "\"spotify:local:\\u2028 \\n:::\"",
          "\"spotify:track:\"",
          "\"9999-99-99\"",
          "[]",
          "{}",
          "[[[null]]]",
          "{\"items\":{\"items\":7}}",
          "[null,1,\"x\",{\"name\":1,\"url\":[]}]");

  @Property(tries = 3000)
  void survivesOddValuesAnywhere(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    JsonNode tree = Json.read(bytes(SEEDS.get(random.nextInt(SEEDS.size()))));

    for (int i = random.nextInt(6); i >= 0; i--) {
      mutate(tree, random);
    }

    readAsEverything(bytes(tree.toString()));
  }

  @Property(tries = 3000)
  void survivesBrokenBytes(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] body = bytes(SEEDS.get(random.nextInt(SEEDS.size())));

    for (int i = random.nextInt(8); i >= 0; i--) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }

    readAsEverything(body);
  }

  @Property(tries = 300)
  void survivesACutAnywhere(@ForAll long seed) {
    Random random = new Random(seed);
    String body = SEEDS.get(random.nextInt(SEEDS.size()));

    byte[] cut = bytes(body.substring(0, random.nextInt(body.strip().length())));

    assertThatThrownBy(() -> Json.read(cut)).isInstanceOf(IOException.class);
  }

  private static void readAsEverything(byte[] body) {
    List<ApiCalls.Reader<?>> readers =
        List.of(
            json -> PlaylistJson.playlist(json, ROAD),
            json -> PlaylistJson.library(json, 0, 50),
            json -> PageJson.items(json, 0, 50),
            PlaylistJson::probe,
            UserJson::id);
    for (ApiCalls.Reader<?> reader : readers) {
      try {
        assertThat(reader.read(Json.read(body))).isNotNull();
      } catch (IOException refused) {
        assertThat(refused).hasNoSuppressedExceptions();
      }
    }
  }

  private static void mutate(JsonNode tree, Random random) throws IOException {
    List<JsonNode> parents = new ArrayList<>();
    collect(tree, parents);
    JsonNode parent = parents.get(random.nextInt(parents.size()));
    JsonNode value =
        random.nextInt(4) == 0
            ? JsonNodeFactory.instance.textNode("x".repeat(random.nextInt(3000)))
            : Json.read(bytes(VALUES.get(random.nextInt(VALUES.size()))));
    if (parent instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(3) == 0) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    } else if (parent instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (node.isContainerNode()) {
      parents.add(node);
      node.forEach(child -> collect(child, parents));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
