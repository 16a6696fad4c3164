package io.github.playlistsync.spi.spotify;

/** Which of Spotify's two endpoints gives a playlist's items. */
public enum ItemSource {
  /** {@code /playlists/{id}/items}, of February 2026. */
  ITEMS,
  /** {@code /playlists/{id}/tracks}, which applications from before that may call. */
  TRACKS
}
