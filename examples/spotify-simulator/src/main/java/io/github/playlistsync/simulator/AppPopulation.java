package io.github.playlistsync.simulator;

/**
 * The kind of app that calls the Web API. Since February 2026 Spotify treats the three differently,
 * and no flag in an answer says which one it is.
 */
public enum AppPopulation {
  /** Extended quota: the changes of February 2026 do not apply. */
  EXTENDED(Shape.BOTH),
  /** Development mode with a client id from before 2026-02-11: the old endpoints still answer. */
  LEGACY_DEVELOPMENT(Shape.BOTH),
  /**
   * Development mode since then: {@code /playlists/{id}/tracks} and {@code /users/{id}/playlists}
   * answer 403, only own and collaborative playlists show their contents, and some fields are gone.
   */
  NEW_DEVELOPMENT(Shape.NEW);

  private final Shape usualShape;

  AppPopulation(Shape usualShape) {
    this.usualShape = usualShape;
  }

  Shape usualShape() {
    return usualShape;
  }
}
