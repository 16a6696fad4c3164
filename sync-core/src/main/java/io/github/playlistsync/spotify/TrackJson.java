package io.github.playlistsync.spotify;

import static io.github.playlistsync.model.Problem.Code.DETAIL_MISSING;
import static io.github.playlistsync.model.Problem.Code.ITEM_UNREADABLE;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spotify.Problems.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an entry plays.
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api/reference/get-track">Track</a>
 * @see <a
 *     href="https://developer.spotify.com/documentation/web-api/reference/get-an-episode">Episode</a>
 */
final class TrackJson {
  private static final String LOCAL_PREFIX = "spotify:local:";
  private static final Pattern CATALOG_URI =
      Pattern.compile("spotify:(track|episode):((?!null$)[A-Za-z0-9]{1,100})");
  private static final Pattern ID = Pattern.compile("(?!null$)[A-Za-z0-9]{1,100}");
  // Three bytes a character at most: with the digest it stays below what a TrackUri may have.
  private static final int LONGEST_LOCAL_URI = 700;
  private static final int MAX_ISRC = 100;
  private static final long MAX_DURATION = 1L << 40;

  private final JsonNode json;
  private final boolean local;
  private final Place where;
  private final Problems problems;

  private TrackJson(JsonNode json, boolean local, Place where, Problems problems) {
    this.json = json;
    this.local = local || Boolean.TRUE.equals(Json.bool(json, "is_local"));
    this.where = where;
    this.problems = problems;
  }

  /**
   * The track, episode or local file of an entry.
   *
   * @param json the object under {@code item} or {@code track}
   * @param local whether the entry is said to be a local file
   * @param where the entry, for the problems
   * @return null if nothing says which one it is, and then a problem says why
   */
  static @Nullable Track read(JsonNode json, boolean local, Place where, Problems problems) {
    return new TrackJson(json, local, where, problems).track();
  }

  private @Nullable Track track() {
    String type = Json.text(json, "type");
    if (type != null && !type.equals("track") && !type.equals("episode")) {
      problems.add(ITEM_UNREADABLE, where, "type '" + Texts.oneLine(type) + "' is not known");
      return null;
    }
    TrackUri uri = uri(type);
    if (uri == null) {
      return null;
    }
    TrackKind kind = kind(uri);
    return new Track(
        uri,
        kind,
        kind == TrackKind.LOCAL ? null : uri.value().substring(uri.value().lastIndexOf(':') + 1),
        title(),
        artists(kind),
        kind == TrackKind.EPISODE ? null : Json.filled(Json.object(json, "album"), "name"),
        cover(),
        duration(),
        Json.bool(json, "explicit"),
        isrc());
  }

  private @Nullable TrackUri uri(@Nullable String type) {
    String sent = Json.filled(json, "uri");
    if (sent != null && sent.startsWith(LOCAL_PREFIX)) {
      return localUri(sent);
    }
    if (local) {
      return localUri(LOCAL_PREFIX + tags());
    }
    if (sent != null && CATALOG_URI.matcher(sent).matches()) {
      return TrackUri.of(sent);
    }
    String id = Json.text(json, "id");
    String kind = type != null ? type : typeByFlags();
    if (id != null && ID.matcher(id).matches() && kind != null) {
      problems.add(
          DETAIL_MISSING,
          where,
          "uri is " + (sent == null ? "missing" : "none") + ", taken from the id");
      return TrackUri.of("spotify:" + kind + ":" + id);
    }
    problems.add(ITEM_UNREADABLE, where, "neither uri nor id says which track it is");
    return null;
  }

  /** The type of a track object that does not name it, by its two flags. */
  private @Nullable String typeByFlags() {
    if (Boolean.TRUE.equals(Json.bool(json, "episode"))) {
      return "episode";
    }
    return Boolean.TRUE.equals(Json.bool(json, "track")) ? "track" : null;
  }

  /** Artist, album, title and seconds, as Spotify writes them into the URI of a local file. */
  private String tags() {
    Long duration = Json.count(json, "duration_ms", MAX_DURATION);
    return Stream.of(
            String.join(", ", artists(TrackKind.LOCAL)),
            Objects.requireNonNullElse(Json.text(Json.object(json, "album"), "name"), ""),
            Objects.requireNonNullElse(Json.text(json, "name"), ""),
            duration == null ? "" : Long.toString(duration / 1_000))
        .map(tag -> URLEncoder.encode(tag, StandardCharsets.UTF_8))
        .collect(Collectors.joining(":"));
  }

  /**
   * Tags of local files hold any character and have any length. Characters that no identifier may
   * hold are escaped; of a long URI the end is replaced by a digest of the whole.
   */
  private static TrackUri localUri(String sent) {
    StringBuilder escaped = new StringBuilder(sent.length());
    sent.codePoints()
        .forEach(
            c -> {
              if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                  escaped.append(String.format(Locale.ROOT, "%%%02X", b));
                }
              } else {
                escaped.appendCodePoint(c);
              }
            });
    String uri = escaped.toString();
    if (uri.length() <= TrackUri.MAX_LENGTH
        && uri.getBytes(StandardCharsets.UTF_8).length <= TrackUri.MAX_BYTES) {
      return TrackUri.of(uri);
    }
    return TrackUri.of(
        Texts.storable(uri.substring(0, LONGEST_LOCAL_URI)) + "...sha256-" + Texts.sha256(uri));
  }

  // By the URI and not by the type: without additional_types an episode calls itself a track.
  private static TrackKind kind(TrackUri uri) {
    if (uri.isLocal()) {
      return TrackKind.LOCAL;
    }
    Matcher catalog = CATALOG_URI.matcher(uri.value());
    return catalog.matches() && "episode".equals(catalog.group(1))
        ? TrackKind.EPISODE
        : TrackKind.TRACK;
  }

  private String title() {
    String name = Json.text(json, "name");
    if (name == null) {
      if (!Json.isNull(json, "name")) {
        problems.add(DETAIL_MISSING, where, "name is missing");
      }
      return "";
    }
    return name;
  }

  private List<String> artists(TrackKind kind) {
    if (kind == TrackKind.EPISODE) {
      // Sent as a track, an episode names its show as the album.
      String show = Json.filled(Json.object(json, "show"), "name");
      String name = show != null ? show : Json.filled(Json.object(json, "album"), "name");
      return name == null ? List.of() : List.of(name);
    }
    JsonNode sent = Json.array(json, "artists");
    if (sent == null) {
      if (!Json.isNull(json, "artists")) {
        problems.add(DETAIL_MISSING, where, "artists is missing");
      }
      return List.of();
    }
    List<String> names = new ArrayList<>(sent.size());
    for (JsonNode artist : sent) {
      String name = Json.text(artist, "name");
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private @Nullable String cover() {
    String own = ImagesJson.largest(json);
    if (own != null) {
      return own;
    }
    String albums = ImagesJson.largest(Json.object(json, "album"));
    return albums != null ? albums : ImagesJson.largest(Json.object(json, "show"));
  }

  private @Nullable Long duration() {
    Long duration = Json.count(json, "duration_ms", MAX_DURATION);
    if (duration == null && !Json.isNull(json, "duration_ms")) {
      problems.add(DETAIL_MISSING, where, "duration_ms is missing or no duration");
    }
    return duration;
  }

  private @Nullable String isrc() {
    String isrc = Json.filled(Json.object(json, "external_ids"), "isrc");
    if (isrc != null && isrc.length() > MAX_ISRC) {
      problems.add(DETAIL_MISSING, where, "isrc has " + isrc.length() + " characters, left out");
      return null;
    }
    return isrc;
  }
}
