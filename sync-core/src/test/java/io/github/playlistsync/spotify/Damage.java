package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.bothEntry;
import static io.github.playlistsync.spotify.Fixtures.episode;
import static io.github.playlistsync.spotify.Fixtures.local;
import static io.github.playlistsync.spotify.Fixtures.newEntry;
import static io.github.playlistsync.spotify.Fixtures.oldEntry;
import static io.github.playlistsync.spotify.Fixtures.page;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static io.github.playlistsync.spotify.Fixtures.track;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Answers in every shape that Spotify gives, and what can be done to them. */
final class Damage {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PAGE =
      page(
          0,
          50,
          7,
          bothEntry(track("a")),
          oldEntry(local("spotify:local:a:b:c:1")),
          newEntry(episode("e")),
          oldEntry(episode("f")),
          oldEntry("null"),
          "null",
          oldEntry(track("b")));

  static final List<String> ANSWERS =
      List.of(
          playlist("p1", "\"items\":" + PAGE + ",\"tracks\":" + PAGE),
          PAGE,
          page(0, 50, 3, playlist("p1", "\"tracks\":{\"total\":1}"), "null", playlist("p2", "")),
          "{\"id\":\"anna\",\"display_name\":\"Anna\",\"images\":[]}",
          "{\"access_token\":\"a\",\"expires_in\":3600,\"refresh_token\":\"r\",\"scope\":\"s t\","
              + "\"token_type\":\"Bearer\"}",
          "{\"error\":{\"status\":429,\"message\":\"Too many\",\"reason\":\"QUOTA_EXCEEDED\"}}",
          "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"}");

  /** One of each kind of value, ordinary and not, as JSON. */
  static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "85.0",
          "1e999",
          "-1e999",
          "9223372036854775808",
          "9".repeat(100_000),
          "0." + "9".repeat(100_000),
          "1e" + "9".repeat(100_000),
          "\"\"",
          "\" \"",
          "\"\\u0000\\ud800 \\udc00\\uffff\"",
          "\"\u202e\u2066\ufeff\u200b\ud83d\udc69\u200d\ud83d\udcbb\"",
          "\"" + "e\u0301\u0327".repeat(2_000) + "\"",
          "\"" + "x".repeat(70_000) + "\"",
          "\"spotify:local:\\u2028 \\n:::\"",
          "\"spotify:local::::4\"",
          "\"spotify:track:\"",
          "\"9999-99-99\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "[]",
          "{}",
          "[[[null]]]",
          "{\"items\":{\"items\":7}}",
          "[null,1,\"x\",{\"name\":1,\"url\":[]}]",
          "[".repeat(60) + "]".repeat(60));

  private static final List<String> SHORT =
      VALUES.stream().filter(value -> value.length() < 1_000).toList();

  private Damage() {}

  /**
   * Every answer with every value at every key and index, and without each.
   *
   * @param whole whether long values stand at every key too, or only at some
   */
  static void everywhere(boolean whole, Consumer<byte[]> use) {
    int[] places = {0};
    for (String answer : ANSWERS) {
      JsonNode tree = tree(answer);
      List<JsonNode> parents = new ArrayList<>();
      collect(tree, parents);
      for (JsonNode parent : parents) {
        if (parent instanceof ObjectNode object) {
          List<String> names = new ArrayList<>();
          object.fieldNames().forEachRemaining(names::add);
          names.forEach(
              name -> at(object, name, tree, whole || places[0]++ % 5 == 0 ? VALUES : SHORT, use));
        } else if (parent instanceof ArrayNode array && !array.isEmpty()) {
          at(array, 0, tree, VALUES, use);
        }
      }
    }
  }

  // Through a mark in the text, since a tree holds no number of 100,000 digits and no broken one.
  private static void at(
      ObjectNode object, String name, JsonNode tree, List<String> values, Consumer<byte[]> use) {
    JsonNode before = object.remove(name);
    use.accept(bytes(tree.toString()));
    object.put(name, "@@here@@");
    insert(tree, values, use);
    object.set(name, before);
  }

  private static void at(
      ArrayNode array, int index, JsonNode tree, List<String> values, Consumer<byte[]> use) {
    JsonNode before = array.get(index);
    array.set(index, "@@here@@");
    insert(tree, values, use);
    array.set(index, before);
  }

  private static void insert(JsonNode tree, List<String> values, Consumer<byte[]> use) {
    String marked = tree.toString();
    values.forEach(value -> use.accept(bytes(marked.replace("\"@@here@@\"", value))));
  }

  /** What no parser may take whole. */
  static List<byte[]> outsize() {
    List<String> texts =
        List.of(
            "[".repeat(100_000),
            "{\"items\":".repeat(100_000),
            "{\"items\":[{\"track\":".repeat(100_000),
            "[" + "9".repeat(100_000) + "]",
            "{\"total\":" + "9".repeat(1_000_000) + "}",
            "{\"items\":[],\"total\":1e" + "9".repeat(1_000_000) + "}",
            "{\"" + "n".repeat(100_000) + "\":1}",
            "[\"" + "s".repeat(2_000_000) + "\"]",
            "{\"items\":[" + "[],".repeat(2_000_000) + "[]]}",
            "{\"items\":[" + "null,".repeat(2_000_000) + "null]}",
            manyKeys(600_000),
            " ".repeat(15_000_000),
            "x".repeat((16 << 20) + 1));
    List<byte[]> bodies = new ArrayList<>();
    texts.forEach(text -> bodies.add(bytes(text)));
    return bodies;
  }

  private static String manyKeys(int number) {
    StringBuilder object = new StringBuilder("{\"items\":[]");
    for (int i = 0; i < number; i++) {
      object.append(",\"k").append(i).append("\":1");
    }
    return object.append('}').toString();
  }

  /** An answer with a few things done to it, by chance. */
  static byte[] byChance(Random random) {
    String answer = ANSWERS.get(random.nextInt(ANSWERS.size()));
    return switch (random.nextInt(8)) {
      case 0 -> bytes(answer.substring(0, random.nextInt(answer.length())));
      case 1, 2 -> bytesChanged(bytes(answer), random);
      case 3 -> spliced(bytes(answer), random);
      case 4 -> bytes(repeated(answer, random));
      default -> bytes(mutated(answer, random));
    };
  }

  private static byte[] bytesChanged(byte[] body, Random random) {
    for (int i = random.nextInt(8); i >= 0; i--) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    return body;
  }

  private static byte[] spliced(byte[] body, Random random) {
    byte[] other = bytes(ANSWERS.get(random.nextInt(ANSWERS.size())));
    ByteArrayOutputStream spliced = new ByteArrayOutputStream();
    spliced.write(body, 0, random.nextInt(body.length));
    int from = random.nextInt(other.length);
    spliced.write(other, from, other.length - from);
    return spliced.toByteArray();
  }

  private static String repeated(String answer, Random random) {
    int from = random.nextInt(answer.length());
    int to = from + random.nextInt(answer.length() - from);
    String part = answer.substring(from, to).repeat(1 + random.nextInt(40));
    return answer.substring(0, from) + part + answer.substring(to);
  }

  private static String mutated(String answer, Random random) {
    JsonNode tree = tree(answer);
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      List<JsonNode> parents = new ArrayList<>();
      collect(tree, parents);
      JsonNode parent = parents.get(random.nextInt(parents.size()));
      String mark = "@@" + values.size() + "@@";
      if (parent instanceof ObjectNode object && !object.isEmpty()) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        object.put(names.get(random.nextInt(names.size())), mark);
      } else if (parent instanceof ArrayNode array) {
        array.insert(random.nextInt(array.size() + 1), mark);
      }
      values.add(random.nextInt(3) == 0 ? text(random) : VALUES.get(random.nextInt(VALUES.size())));
    }
    String text = tree.toString();
    for (int i = 0; i < values.size(); i++) {
      text = text.replace("\"@@" + i + "@@\"", values.get(i));
    }
    return text;
  }

  /** Any characters, those that stand alone although they may not included, as a JSON string. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(300); i > 0; i--) {
      text.append("\\u%04x".formatted(random.nextInt(0x10000)));
    }
    return text.append('"').toString();
  }

  private static void collect(JsonNode node, List<JsonNode> parents) {
    if (node.isContainerNode()) {
      parents.add(node);
      node.forEach(child -> collect(child, parents));
    }
  }

  private static JsonNode tree(String answer) {
    try {
      return MAPPER.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(answer, e);
    }
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
