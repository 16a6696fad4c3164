package io.github.playlistsync.spotify;

import static io.github.playlistsync.model.Problem.Code.ANSWER_ODD;
import static io.github.playlistsync.model.Problem.Code.DETAIL_MISSING;
import static io.github.playlistsync.model.Problem.Code.LIST_INCOMPLETE;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.PlaylistField;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spotify.Problems.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads playlists, by themselves and in lists.
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api/reference/get-playlist">Get
 *     Playlist</a>
 */
final class PlaylistJson {
  private static final int MAX_USER_ID = 200;
  private static final int EMBEDDED_LIMIT = 100;

  private PlaylistJson() {}

  /**
   * A playlist with its first items.
   *
   * @throws MalformedAnswerException if it is not that playlist; an object without an id is no
   *     playlist whose items are withheld
   */
  static RemotePlaylist playlist(JsonNode json, PlaylistId asked) throws MalformedAnswerException {
    requireObject(json);
    String id = Json.text(json, "id");
    if (!asked.value().equals(id)) {
      throw new MalformedAnswerException(
          "the playlist's id is " + (id == null ? "missing" : "another than was asked for"));
    }
    Problems problems = new Problems();
    Playlist playlist = metadata(json, asked, Place.PLAYLIST, problems);
    SnapshotId snapshot = snapshot(json, Place.PLAYLIST, problems);
    return new RemotePlaylist(
        playlist,
        missing(json),
        snapshot,
        firstItems(json, problems),
        source(json),
        problems.found());
  }

  /**
   * A page of a list of playlists.
   *
   * @throws MalformedAnswerException if it is no page
   */
  static LibraryPage library(JsonNode page, int asked, int limit) throws MalformedAnswerException {
    JsonNode entries = PageJson.entries(page);
    int offset = PageJson.offset(page, asked);
    Problems problems = new Problems();
    List<LibraryPage.@Nullable Entry> read = new ArrayList<>(entries.size());
    for (JsonNode entry : entries) {
      read.add(entry(entry, Place.entry(offset + read.size()), problems));
    }
    Integer total = PageJson.total(page, Place.PAGE, problems);
    return new LibraryPage(
        offset,
        PageJson.limit(page, limit),
        total,
        PageJson.hasNext(page, offset, limit, entries.size(), total),
        read,
        problems.found());
  }

  /** Snapshot and number of items. */
  static SnapshotProbe probe(JsonNode json) throws MalformedAnswerException {
    requireObject(json);
    Problems unreported = new Problems();
    return new SnapshotProbe(
        snapshot(json, Place.PLAYLIST, unreported), totalOfItems(json, Place.PLAYLIST, unreported));
  }

  private static void requireObject(JsonNode json) throws MalformedAnswerException {
    if (!json.isObject()) {
      throw new MalformedAnswerException("it is no object");
    }
  }

  private static LibraryPage.@Nullable Entry entry(JsonNode json, Place where, Problems problems) {
    PlaylistId id = id(json);
    if (id == null) {
      problems.add(
          LIST_INCOMPLETE, where, json.isObject() ? "id is missing or none" : "the entry is null");
      return null;
    }
    Place named = where.of(id);
    return new LibraryPage.Entry(
        metadata(json, id, named, problems),
        missing(json),
        snapshot(json, named, problems),
        totalOfItems(json, named, problems));
  }

  private static @Nullable PlaylistId id(JsonNode json) {
    String id = Json.text(json, "id");
    try {
      return id == null ? null : PlaylistId.of(id);
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static Playlist metadata(JsonNode json, PlaylistId id, Place where, Problems problems) {
    for (String field : List.of("name", "description", "public", "collaborative", "owner")) {
      if (!json.has(field)) {
        problems.add(DETAIL_MISSING, where, field + " is missing");
      }
    }
    JsonNode owner = Json.object(json, "owner");
    String ownerId = Json.filled(owner, "id");
    if (ownerId != null && ownerId.length() > MAX_USER_ID) {
      problems.add(
          DETAIL_MISSING,
          where,
          "the owner's id has " + ownerId.length() + " characters, left out");
      ownerId = null;
    }
    String name = Json.text(json, "name");
    return new Playlist(
        id,
        name == null ? "" : name,
        description(json),
        visibility(json),
        Boolean.TRUE.equals(Json.bool(json, "collaborative")),
        ownerId,
        Json.filled(owner, "display_name"),
        ImagesJson.largest(json));
  }

  // Null says nothing of these fields: it has also come for playlists that have them. An empty text
  // and an empty list of images do; github.com/spotify/web-api/issues/930.
  private static Set<PlaylistField> missing(JsonNode json) {
    Set<PlaylistField> missing = EnumSet.noneOf(PlaylistField.class);
    if (Json.text(json, "name") == null) {
      missing.add(PlaylistField.NAME);
    }
    if (Json.text(json, "description") == null) {
      missing.add(PlaylistField.DESCRIPTION);
    }
    if (Json.bool(json, "collaborative") == null) {
      missing.add(PlaylistField.COLLABORATIVE);
    }
    if (Json.array(json, "images") == null) {
      missing.add(PlaylistField.IMAGE);
    }
    return missing;
  }

  private static @Nullable String description(JsonNode json) {
    String sent = Json.filled(json, "description");
    return sent == null ? null : Texts.unescaped(sent);
  }

  private static Visibility visibility(JsonNode json) {
    Boolean sent = Json.bool(json, "public");
    if (sent == null) {
      return Visibility.UNKNOWN;
    }
    return sent ? Visibility.PUBLIC : Visibility.PRIVATE;
  }

  private static @Nullable SnapshotId snapshot(JsonNode json, Place where, Problems problems) {
    String sent = Json.text(json, "snapshot_id");
    try {
      if (sent != null) {
        return SnapshotId.of(sent);
      }
    } catch (IllegalArgumentException none) {
      // Reported below.
    }
    problems.add(ANSWER_ODD, where, "snapshot_id is missing or none");
    return null;
  }

  /**
   * The number of items. An answer that withholds the contents names neither {@code items} nor
   * {@code tracks}, which is no problem.
   */
  private static @Nullable Integer totalOfItems(JsonNode json, Place where, Problems problems) {
    JsonNode items = Json.object(json, "items");
    JsonNode page = items != null ? items : Json.object(json, "tracks");
    return page == null ? null : PageJson.total(page, where, problems);
  }

  private static @Nullable ItemPage firstItems(JsonNode json, Problems problems)
      throws MalformedAnswerException {
    JsonNode items = Json.object(json, "items");
    JsonNode tracks = Json.object(json, "tracks");
    JsonNode page = Json.array(items, "items") != null || tracks == null ? items : tracks;
    if (page == null) {
      return null;
    }
    if (!page.has("items")) {
      problems.add(
          ANSWER_ODD, Place.PLAYLIST, "the page of items has no items, only a number of them");
      return null;
    }
    ItemPage first = PageJson.items(page, 0, EMBEDDED_LIMIT);
    if (first.offset() != 0) {
      throw new MalformedAnswerException(
          "the first items of the playlist begin at " + first.offset());
    }
    return first;
  }

  private static ItemSource source(JsonNode json) {
    boolean onlyTracks = Json.object(json, "items") == null && Json.object(json, "tracks") != null;
    return onlyTracks ? ItemSource.TRACKS : ItemSource.ITEMS;
  }
}
