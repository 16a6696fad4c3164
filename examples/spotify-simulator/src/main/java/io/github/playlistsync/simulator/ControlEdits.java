package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Reads an edit from JSON. By {@code op}, with the keys each needs:
 *
 * <ul>
 *   <li>{@code user}: user, name; {@code create}: user, name, count (answers the id); {@code
 *       delete}: playlist;
 *   <li>{@code add}: playlist, position (the end without it), and either count and kind (TRACK,
 *       EPISODE, LOCAL, PLACEHOLDER, NO_TRACK_KEY, UNKNOWN_TYPE or MIXED) or from, the position of
 *       a row to repeat;
 *   <li>{@code remove}: playlist, position, count; {@code move}: playlist, from, to; {@code clear}:
 *       playlist;
 *   <li>{@code rename}: playlist, name; {@code describe}: playlist, description; {@code
 *       visibility}: playlist, visibility; {@code collaborative}: playlist, collaborative; {@code
 *       cover}: playlist, url;
 *   <li>{@code follow}, {@code unfollow}: user, playlist; {@code like}: user; {@code unlike}: user,
 *       uri;
 *   <li>{@code access}: playlist, access (FULL, EMBEDDED_ONLY, METADATA_ONLY, UNAVAILABLE), user
 *       (everyone without it).
 * </ul>
 */
final class ControlEdits {

  private final World world;

  ControlEdits(World world) {
    this.world = world;
  }

  /** Makes the edit and adds to the answer what it made. */
  void apply(JsonNode body, ObjectNode answer) {
    switch (text(body, "op")) {
      case "user" -> world.addUser(text(body, "user"), text(body, "name"));
      case "create" -> answer.put("id", create(body));
      case "delete" -> world.deletePlaylist(text(body, "playlist"));
      case "follow" -> world.follow(text(body, "user"), text(body, "playlist"));
      case "unfollow" -> world.unfollow(text(body, "user"), text(body, "playlist"));
      case "like" -> answer.put("uri", like(text(body, "user")));
      case "unlike" -> answer.put("done", world.unlike(text(body, "user"), text(body, "uri")));
      case "access" -> setAccess(body);
      default -> editPlaylist(body);
    }
  }

  static String text(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("needs a text under \"" + key + "\"");
    }
    return value.textValue();
  }

  private void editPlaylist(JsonNode body) {
    PlaylistEditor editor = world.edit(text(body, "playlist"));
    switch (text(body, "op")) {
      case "add" -> {
        PlaylistView view = world.playlist(text(body, "playlist"));
        editor.add(body.path("position").asInt(view.entries().size()), rows(body, view));
      }
      case "remove" -> editor.remove(number(body, "position"), body.path("count").asInt(1));
      case "move" -> editor.move(number(body, "from"), number(body, "to"));
      case "clear" -> editor.clear();
      case "rename" -> editor.rename(text(body, "name"));
      case "describe" -> editor.describe(body.path("description").textValue());
      case "visibility" -> editor.setVisibility(Visibility.valueOf(text(body, "visibility")));
      case "collaborative" -> editor.setCollaborative(body.path("collaborative").asBoolean());
      case "cover" -> editor.setCover(body.path("url").textValue());
      default -> throw new IllegalArgumentException("no op " + text(body, "op"));
    }
  }

  private static int number(JsonNode body, String key) {
    if (!body.path(key).isInt()) {
      throw new IllegalArgumentException("needs a number under \"" + key + "\"");
    }
    return body.path(key).intValue();
  }

  private static List<SimulatedEntry> rows(JsonNode body, PlaylistView view) {
    if (body.has("from")) {
      return List.of(view.entries().get(number(body, "from")));
    }
    int count = body.path("count").asInt(1);
    Entries entries = fresh(view.ownerId());
    String kind = body.path("kind").asText("TRACK").toUpperCase(Locale.ROOT);
    if (kind.equals("MIXED")) {
      return entries.mixed(count);
    }
    List<SimulatedEntry> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          switch (EntryKind.valueOf(kind)) {
            case TRACK -> entries.track();
            case EPISODE -> entries.episode();
            case LOCAL -> entries.localFile();
            case UNKNOWN_TYPE -> entries.unknownType();
            case PLACEHOLDER -> entries.placeholder();
            case NO_TRACK_KEY -> entries.withoutTrackKey();
          });
    }
    return rows;
  }

  private String create(JsonNode body) {
    String user = text(body, "user");
    return world.createPlaylist(
        user, text(body, "name"), fresh(user).tracks(body.path("count").asInt(0)));
  }

  private String like(String user) {
    SimulatedEntry entry = fresh(user).track();
    SimulatedTrack track = entry.track();
    if (track == null) {
      throw new IllegalStateException("a track without a track");
    }
    world.like(user, track);
    return track.uri();
  }

  private void setAccess(JsonNode body) {
    Access access = Access.valueOf(text(body, "access"));
    if (body.has("user")) {
      world.setAccess(text(body, "playlist"), text(body, "user"), access);
    } else {
      world.setAccess(text(body, "playlist"), access);
    }
  }

  private static Entries fresh(String user) {
    return Entries.seeded(new Random().nextLong(), user);
  }
}
