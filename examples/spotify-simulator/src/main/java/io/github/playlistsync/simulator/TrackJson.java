package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Writes tracks, episodes and local files in the shapes of the Web API. */
final class TrackJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String[] MARKETS = {"AR", "AU", "AT", "BE", "DE", "NO", "SE", "US"};

  private final String base;
  private final boolean withRemovedFields;

  /** {@code withRemovedFields} includes what apps in new development mode no longer get. */
  TrackJson(String base, boolean withRemovedFields) {
    this.base = base;
    this.withRemovedFields = withRemovedFields;
  }

  ObjectNode track(SimulatedTrack track) {
    ObjectNode json = NODES.objectNode();
    json.putNull("preview_url");
    putMarkets(json);
    json.put("explicit", track.explicit()).put("type", track.type());
    // Booleans with the names of an entry's keys: a reader must not mistake them for the object.
    json.put("episode", false).put("track", true);
    json.set("album", album(track));
    json.set("artists", artists(track));
    json.put("disc_number", 1).put("track_number", 1).put("duration_ms", track.durationMs());
    ObjectNode external = json.putObject("external_ids");
    if (track.isrc() != null) {
      external.put("isrc", track.isrc());
    }
    putIdentity(json, track.type(), track.id());
    json.put("name", track.name());
    if (withRemovedFields) {
      json.put("popularity", Math.floorMod(track.uri().hashCode(), 101));
    }
    return json.put("uri", track.uri()).put("is_local", false);
  }

  ObjectNode local(SimulatedTrack track) {
    ObjectNode json = NODES.objectNode();
    ObjectNode album = json.putObject("album");
    album.putNull("album_type").putNull("href").putNull("id").put("name", track.album());
    album.putArray("available_markets");
    album.putObject("external_urls");
    album.putArray("images");
    album.putNull("release_date").putNull("release_date_precision");
    album.put("type", "album").putNull("uri").putArray("artists");
    ArrayNode artists = json.putArray("artists");
    for (String name : track.artists()) {
      ObjectNode artist = artists.addObject();
      artist.putObject("external_urls");
      artist.putNull("href").putNull("id").put("name", name).put("type", "artist").putNull("uri");
    }
    json.putArray("available_markets");
    json.put("explicit", false).putNull("preview_url").put("type", "track");
    json.put("disc_number", 0).putObject("external_ids");
    json.putObject("external_urls");
    json.putNull("href").putNull("id").put("duration_ms", track.durationMs());
    json.put("name", track.name()).put("uri", track.uri());
    if (withRemovedFields) {
      json.put("popularity", 0);
    }
    return json.put("track_number", 0).put("is_local", true);
  }

  ObjectNode episode(SimulatedTrack episode) {
    ObjectNode json = NODES.objectNode();
    json.putNull("audio_preview_url").put("description", "About " + episode.name());
    json.put("html_description", "<p>About " + episode.name() + "</p>");
    json.put("duration_ms", episode.durationMs()).put("explicit", episode.explicit());
    json.put("episode", true).put("track", false);
    putIdentity(json, "episode", episode.id());
    putImages(json, episode.imageUrl());
    json.put("is_externally_hosted", false).put("is_playable", true);
    json.put("language", "en").putArray("languages").add("en");
    json.put("name", episode.name()).put("release_date", "2022-05-18");
    json.put("release_date_precision", "day");
    json.putObject("resume_point").put("fully_played", false).put("resume_position_ms", 0);
    ObjectNode show = json.putObject("show");
    show.putArray("copyrights");
    show.put("description", "").put("explicit", false).putNull("html_description");
    putIdentity(show, "show", Ids.of(episode.album()));
    putImages(show, episode.imageUrl());
    show.put("is_externally_hosted", false).putArray("languages").add("en");
    show.put("media_type", "audio").put("name", episode.album());
    show.put("publisher", String.join(", ", episode.artists())).put("total_episodes", 545);
    show.put("type", "show").put("uri", "spotify:show:" + Ids.of(episode.album()));
    return json.put("type", "episode").put("uri", episode.uri());
  }

  /** What a caller gets who omits episodes from {@code additional_types}. */
  ObjectNode episodeAsTrack(SimulatedTrack episode) {
    ObjectNode json = track(episode);
    json.put("episode", true).put("track", false);
    json.withObject("/album").put("type", "show");
    return json;
  }

  private ObjectNode album(SimulatedTrack track) {
    ObjectNode album = NODES.objectNode();
    putMarkets(album);
    album.put("type", "album").put("album_type", "album");
    String id = Ids.of(track.album());
    putIdentity(album, "album", id);
    putImages(album, track.imageUrl());
    album.put("name", track.album()).put("release_date", "2021-04-30");
    album.put("release_date_precision", "day").put("uri", "spotify:album:" + id);
    album.set("artists", artists(track));
    return album.put("total_tracks", 11);
  }

  private ArrayNode artists(SimulatedTrack track) {
    ArrayNode artists = NODES.arrayNode();
    for (String name : track.artists()) {
      ObjectNode artist = artists.addObject();
      String id = Ids.of(name);
      putIdentity(artist, "artist", id);
      artist.put("name", name).put("type", "artist").put("uri", "spotify:artist:" + id);
    }
    return artists;
  }

  private void putIdentity(ObjectNode json, String type, @Nullable String id) {
    json.putObject("external_urls").put("spotify", "https://open.spotify.com/" + type + "/" + id);
    json.put("href", base + "/" + type + "s/" + id).put("id", id);
  }

  private static void putImages(ObjectNode json, @Nullable String url) {
    ArrayNode images = json.putArray("images");
    if (url != null) {
      images.addObject().put("url", url).put("width", 640).put("height", 640);
    }
  }

  private void putMarkets(ObjectNode json) {
    if (withRemovedFields) {
      ArrayNode markets = json.putArray("available_markets");
      for (String market : MARKETS) {
        markets.add(market);
      }
    }
  }
}
