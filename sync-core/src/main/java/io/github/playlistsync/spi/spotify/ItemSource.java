package io.github.playlistsync.spi.spotify;

/** Spotify's two endpoints for the items of a playlist. */
public enum ItemSource {
  /** {@code /playlists/{id}/items}, since February 2026. */
  ITEMS,
  /** {@code /playlists/{id}/tracks}, which older applications may still call. */
  TRACKS
}
