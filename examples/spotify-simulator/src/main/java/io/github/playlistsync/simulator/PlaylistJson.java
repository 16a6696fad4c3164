package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes playlists, their entries and pages in the shapes of the Web API. */
final class PlaylistJson {

  private static final int EMBEDDED = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonStyle style;
  private final TrackJson tracks;

  PlaylistJson(JsonStyle style) {
    this.style = style;
    this.tracks = new TrackJson(style.base(), !style.isNewDevelopment());
  }

  /** A playlist in a list, which only counts the contents. */
  ObjectNode listed(ServedPlaylist playlist) {
    boolean binary = style.snapshotForm() != SnapshotForm.TEXT;
    ObjectNode json = metadata(playlist, binary);
    String href = href(playlist.view());
    int total = playlist.view().entries().size();
    if (style.shape().hasOldKeys()) {
      json.putObject("tracks").put("href", href + "/tracks").put("total", total);
    }
    if (style.shape().hasNewKeys()) {
      json.putObject("items").put("href", href + "/items").put("total", total);
    }
    playlist.view().oddities().forEach(oddity -> oddity.applyTo(json));
    return json;
  }

  /** A playlist read by its id, with or without its first 100 entries. */
  ObjectNode single(ServedPlaylist playlist, boolean withContents, @Nullable String types) {
    ObjectNode json = metadata(playlist, style.snapshotForm() == SnapshotForm.BINARY);
    json.putObject("followers").putNull("href").put("total", 0);
    if (withContents) {
      if (style.shape().hasOldKeys()) {
        json.set("tracks", embedded(playlist.view(), "/tracks", types));
      }
      if (style.shape().hasNewKeys()) {
        json.set("items", embedded(playlist.view(), "/items", types));
      }
    }
    playlist.view().oddities().forEach(oddity -> oddity.applyTo(json));
    return json;
  }

  private ObjectNode embedded(PlaylistView view, String path, @Nullable String types) {
    Paging paging = new Paging(href(view) + path, 0, EMBEDDED, types);
    return paging.page(view.entries(), entry -> entry(entry, types));
  }

  ObjectNode entry(SimulatedEntry entry, @Nullable String types) {
    ObjectNode json = NODES.objectNode();
    json.put("added_at", entry.addedAt() == null ? null : entry.addedAt().toString());
    json.set("added_by", entry.addedBy() == null ? NODES.nullNode() : user(entry.addedBy()));
    json.put("is_local", entry.kind() == EntryKind.LOCAL).putNull("primary_color");
    if (entry.kind() != EntryKind.NO_TRACK_KEY) {
      ObjectNode track = content(entry, types);
      if (style.shape().hasOldKeys()) {
        json.set("track", track);
      }
      if (style.shape().hasNewKeys()) {
        json.set("item", track);
      }
    }
    json.putObject("video_thumbnail").putNull("url");
    return json;
  }

  private @Nullable ObjectNode content(SimulatedEntry entry, @Nullable String types) {
    SimulatedTrack track = entry.track();
    if (track == null) {
      return null;
    }
    return switch (entry.kind()) {
      case LOCAL -> tracks.local(track);
      case EPISODE -> episode(track, types);
      default -> tracks.track(track);
    };
  }

  private @Nullable ObjectNode episode(SimulatedTrack episode, @Nullable String types) {
    if (types != null && List.of(types.split(",", -1)).contains("episode")) {
      return tracks.episode(episode);
    }
    // Spotify sends both; here, an episode always gets the same.
    return Math.floorMod(episode.uri().hashCode(), 2) == 0 ? tracks.episodeAsTrack(episode) : null;
  }

  ObjectNode liked(LikedTrack liked) {
    ObjectNode json = NODES.objectNode();
    json.put("added_at", liked.addedAt().toString());
    json.set("track", tracks.track(liked.track()));
    return json;
  }

  /** The short form of a user, for owners and for who added an entry. */
  ObjectNode user(String id) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    ObjectNode json = NODES.objectNode();
    json.putObject("external_urls").put("spotify", "https://open.spotify.com/user/" + encoded);
    json.put("href", style.base() + "/users/" + encoded).put("id", id);
    return json.put("type", "user").put("uri", "spotify:user:" + encoded);
  }

  private ObjectNode metadata(ServedPlaylist playlist, boolean binarySnapshot) {
    PlaylistView view = playlist.view();
    ObjectNode json = NODES.objectNode();
    json.put("collaborative", view.collaborative()).put("description", view.description());
    json.putObject("external_urls")
        .put("spotify", "https://open.spotify.com/playlist/" + view.id());
    json.put("href", href(view)).put("id", view.id());
    ArrayNode images = json.putArray("images");
    if (view.imageUrl() != null) {
      images.addObject().putNull("height").put("url", view.imageUrl()).putNull("width");
    }
    json.put("name", view.name());
    json.set("owner", user(view.ownerId()).put("display_name", view.ownerName()));
    json.putNull("primary_color").put("public", view.visibility().json());
    String snapshot = playlist.snapshotId();
    json.put("snapshot_id", binarySnapshot ? Snapshots.textToBinary(snapshot) : snapshot);
    return json.put("type", "playlist").put("uri", "spotify:playlist:" + view.id());
  }

  private String href(PlaylistView view) {
    return style.base() + "/playlists/" + view.id();
  }

  /**
   * One page of a list.
   *
   * @param href the address of the list without its query
   * @param types the caller's {@code additional_types}
   */
  record Paging(String href, int offset, int limit, @Nullable String types) {

    <T extends @Nullable Object> ObjectNode page(
        List<T> rows, Function<T, @Nullable ObjectNode> write) {
      int total = rows.size();
      ObjectNode json = NODES.objectNode();
      json.put("href", at(offset)).put("limit", limit);
      json.put("next", offset + limit < total ? at(offset + limit) : null).put("offset", offset);
      json.put("previous", offset > 0 ? at(Math.max(0, offset - limit)) : null);
      json.put("total", total);
      ArrayNode items = json.putArray("items");
      for (T row : rows.subList(Math.min(offset, total), Math.min(offset + limit, total))) {
        items.add(write.apply(row));
      }
      return json;
    }

    private String at(int start) {
      String query = "?offset=" + start + "&limit=" + limit;
      return href + query + (types == null ? "" : "&additional_types=" + types);
    }
  }
}
