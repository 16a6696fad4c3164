package io.github.playlistsync.cli;

import io.github.playlistsync.model.Suspension;

/** Why a user's syncs fail until somebody acts, for a reader. */
final class SuspensionText {
  private SuspensionText() {}

  /** What is wrong. */
  static String words(Suspension.Reason reason) {
    return switch (reason) {
      case REAUTHORIZATION_NEEDED -> "Spotify no longer accepts the authorization";
      case INSUFFICIENT_SCOPE -> "a scope was not granted";
      case USER_NOT_REGISTERED -> "the user is not on the application's list";
      case OTHER -> "a newer version of this program knows why";
    };
  }

  /** What to do. */
  static String advice(Suspension.Reason reason) {
    return switch (reason) {
      case REAUTHORIZATION_NEEDED -> "get a new token (they last an hour), or log in again";
      case INSUFFICIENT_SCOPE -> "log in again and grant what Spotify asks for";
      case USER_NOT_REGISTERED -> "the application's owner adds them in the Developer Dashboard";
      case OTHER -> "ask that version";
    };
  }
}
