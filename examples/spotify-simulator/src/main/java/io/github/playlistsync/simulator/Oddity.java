package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** A way in which Spotify's JSON of a playlist has been seen to depart from its documentation. */
public enum Oddity {
  /** {@code "name": ""}. */
  EMPTY_NAME(json -> json.put("name", "")),
  /** {@code "name": null}. */
  NULL_NAME(json -> json.putNull("name")),
  /** No key {@code name}; github.com/spotify/web-api/issues/828. */
  NO_NAME(json -> json.remove("name")),
  /** No key {@code snapshot_id}; the same thread. */
  NO_SNAPSHOT(json -> json.remove("snapshot_id")),
  /** {@code "owner": null}. */
  NULL_OWNER(json -> json.putNull("owner")),
  /** An owner whose every field is null; github.com/spotify/web-api/issues/896. */
  OWNER_OF_NULLS(
      json -> {
        for (String key : new String[] {"display_name", "href", "id", "uri"}) {
          json.withObject("/owner").putNull(key);
        }
      }),
  /** An owner without a display name. */
  NULL_OWNER_NAME(json -> json.withObject("/owner").putNull("display_name")),
  /** {@code "images": null}. */
  NULL_IMAGES(json -> json.putNull("images")),
  /** {@code "total": null} where the number of entries is announced. */
  NULL_TOTAL(
      json -> {
        for (String key : new String[] {"tracks", "items"}) {
          JsonNode page = json.path(key);
          if (page instanceof ObjectNode object) {
            object.putNull("total");
          }
        }
      }),
  /** A key that no client knows yet. */
  UNKNOWN_KEY(json -> json.withObject("/mood_board").put("version", 3));

  private final Consumer<ObjectNode> change;

  Oddity(Consumer<ObjectNode> change) {
    this.change = change;
  }

  void applyTo(ObjectNode playlist) {
    change.accept(playlist);
  }
}
