package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes an edit that JSON describes; {@link #HELP} lists the edits. */
final class ControlEdits {

  static final String HELP =
      """
      Edits: each op, and its other keys

        user             user, name
        create           user, name, count; returns the id
        delete           playlist
        add              playlist, position (default: the end), and either count and kind (TRACK,
                         EPISODE, LOCAL, LOCAL_LONG_TAGS, LOCAL_NULL_URI, PLACEHOLDER,
                         NO_TRACK_KEY, UNKNOWN_TYPE or MIXED) or from, the position of a row
                         to repeat
        remove           playlist, position, count
        move             playlist, from, to
        clear            playlist
        rename           playlist, name
        describe         playlist, description
        visibility       playlist, visibility (PUBLIC, PRIVATE, UNKNOWN)
        collaborative    playlist, collaborative
        cover            playlist, url
        oddities         playlist, oddities (a list, replaces the ones before; see "oddity" below)
        follow           user, playlist
        unfollow         user, playlist
        like             user; returns the URI
        unlike           user, uri
        access           playlist, access (FULL, EMBEDDED_ONLY, METADATA_ONLY, UNAVAILABLE),
                         user (default: everyone)
      """;

  private final World world;

  ControlEdits(World world) {
    this.world = world;
  }

  /** Makes the edit and adds its result to the answer. */
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
      throw new IllegalArgumentException("\"" + key + "\" must be a text");
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
      case "oddities" -> editor.setOddities(oddities(body.path("oddities")));
      case "cover" -> editor.setCover(body.path("url").textValue());
      default -> throw new IllegalArgumentException("unknown op " + text(body, "op"));
    }
  }

  private static Oddity[] oddities(JsonNode names) {
    Oddity[] oddities = new Oddity[names.size()];
    for (int i = 0; i < oddities.length; i++) {
      oddities[i] = Oddity.valueOf(names.path(i).asText());
    }
    return oddities;
  }

  static int number(JsonNode body, String key) {
    if (!body.path(key).isInt()) {
      throw new IllegalArgumentException("\"" + key + "\" must be an integer");
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
          switch (kind) {
            case "TRACK" -> entries.track();
            case "EPISODE" -> entries.episode();
            case "LOCAL" -> entries.localFile();
            case "LOCAL_LONG_TAGS" -> entries.localFileWithLongTags(50);
            case "LOCAL_NULL_URI" -> entries.localFileWithNullUri();
            case "UNKNOWN_TYPE" -> entries.unknownType();
            case "PLACEHOLDER" -> entries.placeholder();
            case "NO_TRACK_KEY" -> entries.withoutTrackKey();
            default -> throw new IllegalArgumentException("unknown kind " + kind);
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
      throw new IllegalStateException("Entries.track() made no track");
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
