package io.github.playlistsync.simulator;

/**
 * What one user may read of a playlist now.
 *
 * @param view the true state
 * @param snapshotId the snapshot to send, in the text form, which may lag behind
 * @param editable whether the user is its owner or a collaborator
 */
record ServedPlaylist(PlaylistView view, String snapshotId, Access access, boolean editable) {}
