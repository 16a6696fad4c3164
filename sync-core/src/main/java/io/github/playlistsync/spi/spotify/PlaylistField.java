package io.github.playlistsync.spi.spotify;

/**
 * A field of a playlist's metadata whose absence does not show in the value: a playlist without it
 * looks like one that has none. An owner that is missing is null, a missing {@code public} unknown.
 */
public enum PlaylistField {
  NAME,
  DESCRIPTION,
  COLLABORATIVE,
  IMAGE
}
