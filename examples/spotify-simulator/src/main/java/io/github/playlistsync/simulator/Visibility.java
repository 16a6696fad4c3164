package io.github.playlistsync.simulator;

import org.jspecify.annotations.Nullable;

/** What the key {@code public} of a playlist says. */
public enum Visibility {
  /** {@code true}. */
  PUBLIC(Boolean.TRUE),
  /** {@code false}: others than the owner, followers and collaborators get 404. */
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
