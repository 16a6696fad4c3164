package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A way in which Spotify's JSON of a playlist sometimes departs from its documentation. */
public enum Oddity {
  /** {@code "name": ""}. */
  EMPTY_NAME,
  /** {@code "name": null}. */
  NULL_NAME,
  /** No key {@code name}; github.com/spotify/web-api/issues/828. */
  NO_NAME,
  /** No key {@code snapshot_id}; the same thread. */
  NO_SNAPSHOT,
  /** No key {@code public}. */
  NO_PUBLIC,
  /** {@code "owner": null}. */
  NULL_OWNER,
  /** An owner with null in every field; github.com/spotify/web-api/issues/896. */
  OWNER_OF_NULLS,
  /** An owner without a display name. */
  NULL_OWNER_NAME,
  /** {@code "images": null}. */
  NULL_IMAGES,
  /** {@code "total": null} in place of the number of entries. */
  NULL_TOTAL,
  /** The contents as {@code {"href": …, "total": null}}, without entries. */
  BARE_CONTENTS,
  /** No key for the contents, as where an app may not read them. */
  NO_CONTENTS,
  /** A key that clients do not know. */
  UNKNOWN_KEY;

  void applyTo(ObjectNode playlist) {
    switch (this) {
      case EMPTY_NAME -> playlist.put("name", "");
      case NULL_NAME -> playlist.putNull("name");
      case NO_NAME -> playlist.remove("name");
      case NO_SNAPSHOT -> playlist.remove("snapshot_id");
      case NO_PUBLIC -> playlist.remove("public");
      case NULL_OWNER -> playlist.putNull("owner");
      case OWNER_OF_NULLS -> putNulls(playlist, "owner", "display_name", "href", "id", "uri");
      case NULL_OWNER_NAME -> putNulls(playlist, "owner", "display_name");
      case NULL_IMAGES -> playlist.putNull("images");
      case NULL_TOTAL ->
          AnswerParts.contents(playlist).forEach(contents -> contents.putNull("total"));
      case BARE_CONTENTS ->
          AnswerParts.contents(playlist)
              .forEach(contents -> contents.retain("href").putNull("total"));
      case NO_CONTENTS -> playlist.remove(List.of("tracks", "items"));
      case UNKNOWN_KEY -> playlist.putObject("mood_board").put("version", 3);
    }
  }

  private static void putNulls(ObjectNode playlist, String key, String... nulls) {
    if (playlist.get(key) instanceof ObjectNode object) {
      for (String name : nulls) {
        object.putNull(name);
      }
    }
  }
}
