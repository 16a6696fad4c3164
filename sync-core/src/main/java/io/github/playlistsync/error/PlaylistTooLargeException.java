package io.github.playlistsync.error;

/** Spotify announces more items than {@code SyncSettings.maxItems} allows. Nothing was written. */
public class PlaylistTooLargeException extends IncompleteReadException {
  private static final long serialVersionUID = 1L;

  /** Takes a message that says how many items there are and how many are allowed. */
  public PlaylistTooLargeException(String message) {
    super(message);
  }
}
