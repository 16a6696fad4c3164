package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Effects that make a well-formed answer untrue. A "page" is the body of a list call, or each page
 * embedded in {@code GET /playlists/{id}}. They affect only answers with status 200.
 */
public final class Distortions {

  private static final String ROWS = "items";

  private Distortions() {}

  /** A page without rows that keeps its {@code next} and its {@code total}. */
  public static Effect emptyPage() {
    return pages("empty page", page -> page.putArray(ROWS));
  }

  /** A page without its last {@code missing} rows, though more pages follow. */
  public static Effect shortPage(int missing) {
    return pages(
        "short page",
        page -> {
          ArrayNode rows = page.withArray(ROWS);
          for (int i = 0; i < missing && !rows.isEmpty(); i++) {
            rows.remove(rows.size() - 1);
          }
        });
  }

  /** The rows of the previous page under the requested offset. */
  public static Effect repeatedPage() {
    return rowsOf("repeated page", (offset, limit) -> Math.max(0, offset - limit));
  }

  /** A page that begins one row early, so that two pages share a row. */
  public static Effect overlappingPage() {
    return rowsOf("overlapping page", (offset, limit) -> Math.max(0, offset - 1));
  }

  /** A {@code next} that leads back to the same page. */
  public static Effect nextLeadsBack() {
    return pages("next leads back", page -> page.set("next", page.path("href")));
  }

  /** Another {@code next}; null ends the list too early. */
  public static Effect next(@Nullable String address) {
    return pages("next", page -> page.put("next", address));
  }

  /** A {@code total} that is wrong by a difference, which may be negative. */
  public static Effect totalOffBy(int by) {
    return pages("total", page -> page.put("total", Math.max(0, page.path("total").asInt() + by)));
  }

  /** Whole numbers written as {@code 85.0}. */
  public static Effect floatNumbers() {
    return Effect.after(
        "floats", (answer, situation) -> answer.change(Distortions::writeNumbersAsFloats));
  }

  /** The "0 tracks" glitch: no rows and a total of 0 under the right snapshot. */
  public static Effect zeroTracks() {
    return Effect.after(
        "zero tracks",
        (answer, situation) -> {
          if (situation.request().playlistId() != null) {
            pagesOf(answer, situation).forEach(Distortions::emptyCompletely);
          } else {
            playlistsOf(answer)
                .forEach(
                    playlist -> {
                      putTotalOfZero(playlist.path("tracks"));
                      putTotalOfZero(playlist.path(ROWS));
                    });
          }
        });
  }

  /** The snapshot from before the last edit, which lists show for a while. */
  public static Effect staleSnapshot() {
    return Effect.after(
        "stale snapshot",
        (answer, situation) ->
            playlistsOf(answer)
                .forEach(
                    playlist ->
                        situation
                            .snapshotBeforeLastEdit()
                            .apply(playlist.path("id").asText())
                            .ifPresent(snapshot -> playlist.put("snapshot_id", snapshot))));
  }

  /** A new snapshot in each answer. */
  public static Effect changingSnapshot() {
    AtomicInteger reads = new AtomicInteger(2_000_000);
    return Effect.after(
        "changing snapshot",
        (answer, situation) ->
            playlistsOf(answer)
                .forEach(
                    playlist ->
                        playlist.put(
                            "snapshot_id",
                            Snapshots.text(
                                playlist.path("id").asText(), reads.incrementAndGet()))));
  }

  private static Effect pages(String name, Consumer<ObjectNode> change) {
    return Effect.after(name, (answer, situation) -> pagesOf(answer, situation).forEach(change));
  }

  private static Effect rowsOf(String name, BiFunction<Integer, Integer, Integer> otherOffset) {
    return Effect.after(
        name,
        (answer, situation) ->
            answer.change(
                page -> {
                  int limit = page.path("limit").asInt();
                  int offset = situation.request().offset();
                  if (page.get(ROWS) instanceof ArrayNode && offset > 0) {
                    Request other =
                        situation.request().withOffset(otherOffset.apply(offset, limit));
                    page.set(ROWS, situation.ask().apply(other).jsonBody().path(ROWS));
                  }
                }));
  }

  private static List<ObjectNode> pagesOf(Answer answer, Situation situation) {
    List<ObjectNode> pages = new ArrayList<>();
    answer.change(
        body -> {
          if (situation.request().endpoint() == Endpoint.PLAYLIST) {
            for (String key : new String[] {"tracks", ROWS}) {
              if (body.get(key) instanceof ObjectNode page) {
                pages.add(page);
              }
            }
          } else if (body.get(ROWS) instanceof ArrayNode) {
            pages.add(body);
          }
        });
    return pages;
  }

  private static List<ObjectNode> playlistsOf(Answer answer) {
    List<ObjectNode> playlists = new ArrayList<>();
    answer.change(
        body -> {
          playlists.add(body);
          body.path(ROWS).forEach(row -> addObject(playlists, row));
        });
    playlists.removeIf(json -> !json.path("type").asText().equals("playlist"));
    return playlists;
  }

  private static void addObject(List<ObjectNode> objects, JsonNode json) {
    if (json instanceof ObjectNode object) {
      objects.add(object);
    }
  }

  private static void emptyCompletely(ObjectNode page) {
    page.put("total", 0).putNull("next").putArray(ROWS);
  }

  private static void putTotalOfZero(JsonNode contents) {
    if (contents instanceof ObjectNode object) {
      object.put("total", 0);
    }
  }

  private static void writeNumbersAsFloats(JsonNode json) {
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
}
