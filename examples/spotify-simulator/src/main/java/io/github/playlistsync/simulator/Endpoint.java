package io.github.playlistsync.simulator;

/** The kinds of calls that faults, quotas and the log distinguish. */
public enum Endpoint {
  /** {@code GET /v1/me}. */
  ME,
  /** {@code GET /v1/me/playlists}. */
  MY_PLAYLISTS,
  /** {@code GET /v1/users/{id}/playlists}. */
  USER_PLAYLISTS,
  /** {@code GET /v1/playlists/{id}}. */
  PLAYLIST,
  /** {@code GET /v1/playlists/{id}/items}. */
  PLAYLIST_ITEMS,
  /** {@code GET /v1/playlists/{id}/tracks}. */
  PLAYLIST_TRACKS,
  /** {@code GET /v1/me/tracks}, the Liked Songs. */
  SAVED_TRACKS,
  /** {@code POST /api/token}. */
  TOKEN,
  /** {@code GET /authorize}. */
  AUTHORIZE,
  /** Anything else, which answers 404. */
  OTHER;

  boolean isWebApi() {
    return this != TOKEN && this != AUTHORIZE;
  }
}
