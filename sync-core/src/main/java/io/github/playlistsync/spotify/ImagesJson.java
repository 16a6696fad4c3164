package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads lists of images. */
final class ImagesJson {
  private static final int MAX_URL = 2_000;

  private ImagesJson() {}

  /**
   * The address of the widest of the images that {@code parent} holds, the first of equal ones; of
   * images without a width the first. Null if there is none.
   */
  static @Nullable String largest(@Nullable JsonNode parent) {
    JsonNode images = Json.array(parent, "images");
    String best = null;
    long bestWidth = -1;
    if (images != null) {
      for (JsonNode image : images) {
        String url = Json.filled(image, "url");
        Long width = Json.count(image, "width", Integer.MAX_VALUE);
        long known = width == null ? 0 : width;
        if (url != null && url.length() <= MAX_URL && known > bestWidth) {
          best = url;
          bestWidth = known;
        }
      }
    }
    return best;
  }
}
