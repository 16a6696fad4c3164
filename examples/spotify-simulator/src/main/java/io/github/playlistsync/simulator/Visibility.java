package io.github.playlistsync.simulator;

import org.jspecify.annotations.Nullable;

/** The value of a playlist's key {@code public}. */
public enum Visibility {
  /** {@code true}. */
  PUBLIC(Boolean.TRUE),
  /** {@code false}: only the owner, followers and collaborators may read it, others get 404. */
  PRIVATE(Boolean.FALSE),
  /** {@code null}. */
  UNKNOWN(null);

  private final @Nullable Boolean json;

  Visibility(@Nullable Boolean json) {
    this.json = json;
  }

  @Nullable Boolean json() {
    return json;
  }
}
