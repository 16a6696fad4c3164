package io.github.playlistsync.spotify;

import static io.github.playlistsync.model.Problem.Code.ANSWER_ODD;
import static io.github.playlistsync.model.Problem.Code.DETAIL_MISSING;
import static io.github.playlistsync.model.Problem.Code.ITEM_UNREADABLE;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spotify.Problems.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of items. Every entry becomes one item, whatever it is, since it occupies a position.
 *
 * @see <a
 *     href="https://developer.spotify.com/documentation/web-api/reference/get-playlists-items">Get
 *     Playlist Items</a>
 */
final class PageJson {
  private static final int MAX_USER_ID = 200;
  // Far beyond any list, and far enough from the end of the ints to count on from it.
  private static final int MAX_OFFSET = 1 << 30;

  private PageJson() {}

  /**
   * The items of a page.
   *
   * @param asked the position of its first item, as it was asked for; what the page says counts
   * @param limit the limit that was asked for
   * @throws MalformedAnswerException if it is no page
   */
  static ItemPage items(JsonNode page, int asked, int limit) throws MalformedAnswerException {
    JsonNode entries = entries(page);
    int offset = offset(page, asked);
    Problems problems = new Problems();
    List<PlaylistItem> items = new ArrayList<>(entries.size());
    for (JsonNode entry : entries) {
      items.add(item(entry, offset + items.size(), problems));
    }
    Integer total = total(page, Place.PAGE, problems);
    return new ItemPage(
        offset,
        limit(page, limit),
        total,
        hasNext(page, offset, limit, entries.size(), total),
        items,
        problems.found());
  }

  /**
   * The entries of a page.
   *
   * @throws MalformedAnswerException if it has none: that is no empty page, and to take it for one
   *     would delete what is stored
   */
  static JsonNode entries(JsonNode page) throws MalformedAnswerException {
    JsonNode entries = Json.array(page, "items");
    if (entries == null) {
      throw new MalformedAnswerException("the page has no items");
    }
    return entries;
  }

  static int limit(JsonNode page, int asked) {
    Integer sent = Json.smallCount(page, "limit");
    return sent == null || sent < 1 ? asked : sent;
  }

  static @Nullable Integer total(JsonNode page, Place where, Problems problems) {
    Integer total = Json.smallCount(page, "total");
    if (total == null) {
      problems.add(ANSWER_ODD, where, "total is missing or no number");
    }
    return total;
  }

  /** Whether more follows as {@code next} says, or where it is not there, as the numbers say. */
  static boolean hasNext(
      JsonNode page, int offset, int limit, int entries, @Nullable Integer total) {
    if (page.has("next")) {
      return Json.filled(page, "next") != null;
    }
    return total == null ? entries >= limit(page, limit) : offset + entries < total;
  }

  /**
   * The position of the page's first entry, as the page says, else as it was asked for.
   *
   * @throws MalformedAnswerException if it is beyond any list
   */
  static int offset(JsonNode page, int asked) throws MalformedAnswerException {
    Integer sent = Json.smallCount(page, "offset");
    int offset = sent == null ? asked : sent;
    if (offset > MAX_OFFSET) {
      throw new MalformedAnswerException("the page's offset is " + offset);
    }
    return offset;
  }

  private static PlaylistItem item(JsonNode entry, int position, Problems problems) {
    Place where = Place.item(position);
    if (!entry.isObject()) {
      problems.add(
          ITEM_UNREADABLE, where, entry.isNull() ? "the entry is null" : "the entry is no object");
      return new PlaylistItem(position, null, null, null);
    }
    JsonNode played = played(entry, where, problems);
    boolean local = Boolean.TRUE.equals(Json.bool(entry, "is_local"));
    Track track = played == null ? null : TrackJson.read(played, local, where, problems);
    return new PlaylistItem(
        position, track, addedAt(entry, where, problems), addedBy(entry, where, problems));
  }

  /**
   * What the entry plays, under {@code item} since February 2026, under {@code track} before. Only
   * an object counts: what is played has a truth value of the name {@code track} as well.
   */
  private static @Nullable JsonNode played(JsonNode entry, Place where, Problems problems) {
    JsonNode item = Json.object(entry, "item");
    JsonNode played = item != null ? item : Json.object(entry, "track");
    if (played == null && !Json.isNull(entry, "item") && !Json.isNull(entry, "track")) {
      problems.add(ITEM_UNREADABLE, where, "track is missing");
    }
    return played;
  }

  private static @Nullable Instant addedAt(JsonNode entry, Place where, Problems problems) {
    String sent = Json.text(entry, "added_at");
    if (sent == null) {
      if (!Json.isNull(entry, "added_at")) {
        problems.add(DETAIL_MISSING, where, "added_at is missing");
      }
      return null;
    }
    try {
      Instant when = OffsetDateTime.parse(sent).toInstant();
      int year = when.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= 9999) {
        return when.truncatedTo(ChronoUnit.MICROS);
      }
    } catch (DateTimeException notATime) {
      // Reported below, as is a year that no database keeps.
    }
    problems.add(DETAIL_MISSING, where, "added_at is no time");
    return null;
  }

  private static @Nullable String addedBy(JsonNode entry, Place where, Problems problems) {
    String id = Json.filled(Json.object(entry, "added_by"), "id");
    if (id != null && id.length() > MAX_USER_ID) {
      problems.add(
          DETAIL_MISSING, where, "the id in added_by has " + id.length() + " characters, left out");
      return null;
    }
    return id;
  }
}
