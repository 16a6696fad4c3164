package io.github.playlistsync.simulator;

/** What a refresh does to the refresh token. */
public enum RefreshTokens {
  /** The answer has none: the caller keeps its token. */
  KEPT,
  /** The answer has a new one. The old one stays valid. */
  REPLACED,
  /** The answer has a new one. The old one is no longer valid. */
  SINGLE_USE
}
