package io.github.playlistsync.simulator;

/** What a refresh does to the refresh token. */
public enum RefreshTokens {
  /** The answer carries none: the caller keeps the one it has. */
  KEPT,
  /** The answer carries a new one; the old one goes on working. */
  REPLACED,
  /** The answer carries a new one; the old one is refused from then on. */
  SINGLE_USE
}
