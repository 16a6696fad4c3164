package io.github.playlistsync.spotify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads untrusted JSON: a tree of bounded depth and size, or an {@link IOException}. A look-up
 * gives null where the value is missing or of another type.
 */
final class Json {
  private static final int MAX_DEPTH = 64;
  // The largest page of a hundred entries in both shapes has about 30,000.
  private static final int MAX_VALUES = 500_000;
  // Two hundred country codes per track and per album: most of an answer, and nobody needs them.
  private static final Set<String> SKIPPED = Set.of("available_markets");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxStringLength(1 << 20)
                  .maxNameLength(1_000)
                  .build())
          // Otherwise an exception's message quotes the body.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Interning would keep hostile names forever.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private int values;

  private Json(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the one value of {@code body}.
   *
   * @throws IOException if it is no JSON, is followed by more, or is too deep or too large
   */
  static JsonNode read(byte[] body) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() == null) {
        throw new IOException("the body is empty");
      }
      JsonNode value = new Json(parser).value();
      if (parser.nextToken() != null) {
        throw new IOException("more follows after the value");
      }
      return value;
    }
  }

  private JsonNode value() throws IOException {
    if (++values > MAX_VALUES) {
      throw new IOException("it has more than " + MAX_VALUES + " values");
    }
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      default -> nodes.nullNode();
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (SKIPPED.contains(name)) {
        parser.skipChildren();
      } else {
        object.set(name, value());
      }
    }
    return object;
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value());
    }
    return array;
  }

  /** The object under {@code name}; null if there is none. */
  static @Nullable JsonNode object(@Nullable JsonNode parent, String name) {
    JsonNode value = parent == null ? null : parent.get(name);
    return value != null && value.isObject() ? value : null;
  }

  /** The array under {@code name}; null if there is none. */
  static @Nullable JsonNode array(@Nullable JsonNode parent, String name) {
    JsonNode value = parent == null ? null : parent.get(name);
    return value != null && value.isArray() ? value : null;
  }

  /** The text under {@code name}, cleaned for a database; null if there is none. */
  static @Nullable String text(@Nullable JsonNode parent, String name) {
    JsonNode value = parent == null ? null : parent.get(name);
    return value != null && value.isTextual() ? Texts.storable(value.textValue()) : null;
  }

  /** The text under {@code name}; null if there is none or it is blank. */
  static @Nullable String filled(@Nullable JsonNode parent, String name) {
    String value = text(parent, name);
    return value == null || value.isBlank() ? null : value;
  }

  /** The boolean under {@code name}; null if there is none. */
  static @Nullable Boolean bool(@Nullable JsonNode parent, String name) {
    JsonNode value = parent == null ? null : parent.get(name);
    if (value == null || !value.isBoolean()) {
      return null;
    }
    return value.booleanValue();
  }

  /**
   * The number under {@code name} if it is from 0 to {@code max}, its fraction cut off; else null.
   */
  static @Nullable Long count(@Nullable JsonNode parent, String name, long max) {
    JsonNode value = parent == null ? null : parent.get(name);
    if (value == null || !value.isNumber()) {
      return null;
    }
    double number = value.doubleValue();
    if (number < 0 || number > max || Double.isNaN(number)) {
      return null;
    }
    return (long) number;
  }

  /** The number under {@code name} if it is from 0 to the largest int; else null. */
  static @Nullable Integer smallCount(@Nullable JsonNode parent, String name) {
    Long value = count(parent, name, Integer.MAX_VALUE);
    return value == null ? null : value.intValue();
  }

  /** Whether {@code name} is there and null. */
  static boolean isNull(JsonNode parent, String name) {
    JsonNode value = parent.get(name);
    return value != null && value.isNull();
  }
}
