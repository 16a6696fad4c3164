package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the parts of an answer that a distortion changes in place. */
final class AnswerParts {

  static final String ROWS = "items";

  private static final String[] CONTENTS = {"tracks", ROWS};

  private AnswerParts() {}

  /** The body of a list call, or the pages embedded in a playlist. */
  static List<ObjectNode> pages(Answer answer, Situation situation) {
    List<ObjectNode> pages = new ArrayList<>();
    answer.change(
        body -> {
          if (situation.request().endpoint() == Endpoint.PLAYLIST) {
            pages.addAll(contents(body));
          } else if (body.get(ROWS) instanceof ArrayNode) {
            pages.add(body);
          }
        });
    return pages;
  }

  static List<ObjectNode> rows(Answer answer, Situation situation) {
    List<ObjectNode> rows = new ArrayList<>();
    pages(answer, situation).forEach(page -> page.path(ROWS).forEach(row -> addObject(rows, row)));
    return rows;
  }

  /** The playlist that was read, or the playlists of a list. */
  static List<ObjectNode> playlists(Answer answer) {
    List<ObjectNode> playlists = new ArrayList<>();
    answer.change(
        body -> {
          playlists.add(body);
          body.path(ROWS).forEach(row -> addObject(playlists, row));
        });
    playlists.removeIf(json -> !json.path("type").asText().equals("playlist"));
    return playlists;
  }

  /** What a playlist has under its old and its new key. */
  static List<ObjectNode> contents(ObjectNode playlist) {
    List<ObjectNode> contents = new ArrayList<>();
    for (String key : CONTENTS) {
      addObject(contents, playlist.path(key));
    }
    return contents;
  }

  static void writeNumbersAsFloats(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(asFloat(field.getValue())));
    } else if (json instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, asFloat(array.get(i)));
      }
    }
  }

  private static JsonNode asFloat(JsonNode json) {
    if (json.isIntegralNumber()) {
      return DoubleNode.valueOf(json.doubleValue());
    }
    writeNumbersAsFloats(json);
    return json;
  }

  private static void addObject(List<ObjectNode> objects, JsonNode json) {
    if (json instanceof ObjectNode object) {
      objects.add(object);
    }
  }
}
