package io.github.playlistsync.model;

/** What a job does. */
public enum JobType {
  /** Reads a user's list of playlists and adds a job for each playlist that changed. */
  SYNC_USER,
  /** Syncs one playlist on behalf of a user. */
  SYNC_PLAYLIST
}
