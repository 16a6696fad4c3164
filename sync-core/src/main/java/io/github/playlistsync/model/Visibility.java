package io.github.playlistsync.model;

/**
 * Whether a playlist is shown on its owner's profile: Spotify's {@code public} field, of which
 * {@code null} is one of three answers and not a missing one.
 */
public enum Visibility {
  /** Shown on the profile. */
  PUBLIC,
  /** Not shown on the profile. */
  PRIVATE,
  /** Spotify does not say. */
  UNKNOWN
}
