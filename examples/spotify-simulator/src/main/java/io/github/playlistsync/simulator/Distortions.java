package io.github.playlistsync.simulator;

import static io.github.playlistsync.simulator.AnswerParts.ROWS;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Effects that make a well-formed answer untrue. A "page" is the body of a list call, or each page
 * embedded in {@code GET /playlists/{id}}. They affect only answers with status 200.
 */
public final class Distortions {

  private Distortions() {}

  /** A page without rows that keeps its {@code next} and its {@code total}. */
  public static Effect emptyPage() {
    return pages("empty page", page -> page.putArray(ROWS));
  }

  /** A list that claims to be empty: no rows, and a total of 0. */
  public static Effect emptyList() {
    return pages("empty list", Distortions::emptyCompletely);
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

  /**
   * The true page of another offset than the requested one, which it names. In {@code GET
   * /playlists/{id}} it has at most 50 rows.
   */
  public static Effect otherOffset(int offset) {
    return Effect.after(
        "other offset",
        (answer, situation) ->
            situation
                .ask()
                .apply(situation.request().withOffset(offset))
                .change(
                    other ->
                        AnswerParts.pages(answer, situation).forEach(page -> page.setAll(other))));
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

  /** Another {@code total} of a page. */
  public static Effect total(long total) {
    return pages("total of " + total, page -> page.put("total", total));
  }

  /** Another number of entries, which a list announces for each of its playlists. */
  public static Effect announcedTotal(long total) {
    return playlists("announced total", (playlist, situation) -> putTotals(playlist, total));
  }

  /** Whole numbers written as {@code 85.0}. */
  public static Effect floatNumbers() {
    return Effect.after(
        "floats", (answer, situation) -> answer.change(AnswerParts::writeNumbersAsFloats));
  }

  /** The "0 tracks" glitch: no rows and a total of 0 under the right snapshot. */
  public static Effect zeroTracks() {
    return Effect.after(
        "zero tracks",
        (answer, situation) -> {
          if (situation.request().playlistId() != null) {
            AnswerParts.pages(answer, situation).forEach(Distortions::emptyCompletely);
          } else {
            AnswerParts.playlists(answer).forEach(playlist -> putTotals(playlist, 0));
          }
        });
  }

  /** Entries whose track is null, all of them. */
  public static Effect nullTracks() {
    return rows(
        "null tracks",
        row -> {
          for (String key : new String[] {"track", "item"}) {
            if (row.has(key)) {
              row.putNull(key);
            }
          }
        });
  }

  /** Another {@code added_at} of each row: null, empty, or any text. */
  public static Effect addedAt(@Nullable String time) {
    return rows("added at", row -> row.put("added_at", time));
  }

  /** A list without one of its playlists, which its {@code total} still counts. */
  public static Effect filtered(String playlistId) {
    requireNonNull(playlistId, "playlistId");
    return pages(
        "filtered", page -> page.withArray(ROWS).removeIf(row -> isPlaylist(row, playlistId)));
  }

  /** An oddity of each playlist in the answer. */
  public static Effect odd(Oddity oddity) {
    requireNonNull(oddity, "oddity");
    return playlists("odd " + oddity, (playlist, situation) -> oddity.applyTo(playlist));
  }

  /** An oddity of one playlist, wherever the answer shows it. */
  public static Effect odd(Oddity oddity, String playlistId) {
    requireNonNull(oddity, "oddity");
    requireNonNull(playlistId, "playlistId");
    return playlists(
        "odd " + oddity,
        (playlist, situation) -> {
          if (isPlaylist(playlist, playlistId)) {
            oddity.applyTo(playlist);
          }
        });
  }

  /** The snapshot from before the last edit, which lists show for a while. */
  public static Effect staleSnapshot() {
    return playlists(
        "stale snapshot",
        (playlist, situation) ->
            situation
                .snapshotBeforeLastEdit()
                .apply(playlist.path("id").asText())
                .ifPresent(snapshot -> playlist.put("snapshot_id", snapshot)));
  }

  /** A new snapshot in each answer. */
  public static Effect changingSnapshot() {
    AtomicInteger reads = new AtomicInteger(2_000_000);
    return playlists(
        "changing snapshot",
        (playlist, situation) -> {
          String id = playlist.path("id").asText();
          playlist.put("snapshot_id", Snapshots.text(id, reads.incrementAndGet()));
        });
  }

  private static Effect pages(String name, Consumer<ObjectNode> change) {
    return Effect.after(
        name, (answer, situation) -> AnswerParts.pages(answer, situation).forEach(change));
  }

  private static Effect rows(String name, Consumer<ObjectNode> change) {
    return Effect.after(
        name, (answer, situation) -> AnswerParts.rows(answer, situation).forEach(change));
  }

  private static Effect playlists(String name, BiConsumer<ObjectNode, Situation> change) {
    return Effect.after(
        name,
        (answer, situation) ->
            AnswerParts.playlists(answer).forEach(playlist -> change.accept(playlist, situation)));
  }

  private static Effect rowsOf(String name, IntBinaryOperator otherOffset) {
    return Effect.after(
        name,
        (answer, situation) ->
            answer.change(
                page -> {
                  int limit = page.path("limit").asInt();
                  int offset = situation.request().offset();
                  if (page.get(ROWS) instanceof ArrayNode && offset > 0) {
                    Request other =
                        situation.request().withOffset(otherOffset.applyAsInt(offset, limit));
                    page.set(ROWS, situation.ask().apply(other).jsonBody().path(ROWS));
                  }
                }));
  }

  private static void emptyCompletely(ObjectNode page) {
    page.put("total", 0).putNull("next").putArray(ROWS);
  }

  private static void putTotals(ObjectNode playlist, long total) {
    AnswerParts.contents(playlist).forEach(contents -> contents.put("total", total));
  }

  private static boolean isPlaylist(JsonNode json, String playlistId) {
    return playlistId.equals(json.path("id").textValue());
  }
}
