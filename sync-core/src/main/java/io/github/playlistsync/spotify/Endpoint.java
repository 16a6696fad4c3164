package io.github.playlistsync.spotify;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.ItemSource;

/**
 * What is asked of the Web API. None names a {@code market}: with one, Spotify swaps tracks for
 * others that are played there, and what was added is lost.
 *
 * @param path the path below the base address
 * @param query the query
 * @param name how messages call it
 * @param namesOwner whether the answer may say whose data it is
 */
record Endpoint(String path, String query, String name, boolean namesOwner) {
  // Without it episodes come as tracks, or as null.
  private static final String TYPES = "additional_types=track,episode";

  static Endpoint currentUser() {
    return new Endpoint("/me", "", "GET /me", false);
  }

  // Pages are counted here: `next` leads to /users/{id}/playlists, which new applications may not
  // call.
  static Endpoint library(int offset, int limit) {
    return page("/me/playlists", offset, limit, "", true);
  }

  static Endpoint likedSongs(int offset, int limit) {
    return page("/me/tracks", offset, limit, "", false);
  }

  static Endpoint playlist(PlaylistId id) {
    String path = playlistPath(id);
    return new Endpoint(path, TYPES, "GET " + path, false);
  }

  // Both names of the page, since a filter that finds nothing answers {}.
  static Endpoint probe(PlaylistId id) {
    String path = playlistPath(id);
    String fields = "fields=snapshot_id,items(total),tracks(total)";
    return new Endpoint(path, fields + "&" + TYPES, "GET " + path + "?fields=snapshot_id", false);
  }

  static Endpoint items(PlaylistId id, ItemSource source, int offset, int limit) {
    String tail = source == ItemSource.ITEMS ? "/items" : "/tracks";
    return page(playlistPath(id) + tail, offset, limit, "&" + TYPES, false);
  }

  private static Endpoint page(
      String path, int offset, int limit, String more, boolean namesOwner) {
    return new Endpoint(
        path,
        "limit=" + limit + "&offset=" + offset + more,
        "GET " + path + "?offset=" + offset,
        namesOwner);
  }

  private static String playlistPath(PlaylistId id) {
    if (id.isLikedSongs()) {
      throw new IllegalArgumentException("Liked Songs is no playlist of the Web API: " + id);
    }
    return "/playlists/" + id.value();
  }

  @Override
  public String toString() {
    return name;
  }
}
