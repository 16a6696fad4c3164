package io.github.playlistsync.model;

/** Whether a playlist is shown on its owner's profile: Spotify's {@code public} field. */
public enum Visibility {
  /** Shown on the profile. */
  PUBLIC,
  /** Not shown on the profile. */
  PRIVATE,
  /** Spotify does not say, or says {@code null}; what is known stays. */
  UNKNOWN
}
