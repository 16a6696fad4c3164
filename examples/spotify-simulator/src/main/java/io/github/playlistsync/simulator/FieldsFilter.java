package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code fields} parameter: {@code total,items(added_at,track.name,album(!href))}. As with
 * Spotify, a missing key is silently omitted, and a wrong filter gives <code>{}</code>.
 */
final class FieldsFilter {

  private final Map<String, FieldsFilter> kept = new LinkedHashMap<>();
  private final Set<String> dropped = new TreeSet<>();

  private FieldsFilter() {}

  /** Filters the answer to a call that has the parameter and reads a playlist. */
  static void apply(Request request, Answer answer) {
    String fields = request.query().get("fields");
    if (fields != null && request.playlistId() != null) {
      answer.change(body -> answer.json = parse(fields).apply(body));
    }
  }

  private static FieldsFilter parse(String text) {
    FieldsFilter filter = new FieldsFilter();
    new Parser(text).readInto(filter);
    return filter;
  }

  private JsonNode apply(JsonNode json) {
    if (kept.isEmpty() && dropped.isEmpty()) {
      return json;
    }
    if (json instanceof ArrayNode array) {
      ArrayNode filtered = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(element -> filtered.add(apply(element)));
      return filtered;
    }
    if (!(json instanceof ObjectNode object)) {
      return json;
    }
    if (kept.isEmpty()) {
      return object.deepCopy().without(dropped);
    }
    ObjectNode filtered = JsonNodeFactory.instance.objectNode();
    kept.forEach(
        (key, filter) -> {
          JsonNode value = object.get(key);
          if (value != null) {
            filtered.set(key, filter.apply(value));
          }
        });
    return filtered;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void readInto(FieldsFilter filter) {
      while (at < text.length() && text.charAt(at) != ')') {
        readPath(filter);
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
        }
      }
    }

    private void readPath(FieldsFilter filter) {
      int start = at;
      while (at < text.length() && ",.()".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String key = text.substring(start, at).strip();
      if (key.startsWith("!")) {
        filter.dropped.add(key.substring(1));
        return;
      }
      if (key.isEmpty()) {
        at = Math.max(at, start + 1);
        return;
      }
      FieldsFilter child = filter.kept.computeIfAbsent(key, name -> new FieldsFilter());
      if (at < text.length() && text.charAt(at) == '.') {
        at++;
        readPath(child);
      } else if (at < text.length() && text.charAt(at) == '(') {
        at++;
        readInto(child);
        at++;
      }
    }
  }
}
