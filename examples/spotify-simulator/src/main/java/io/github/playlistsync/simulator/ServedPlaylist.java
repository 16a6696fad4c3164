package io.github.playlistsync.simulator;

/**
 * A playlist as one user may read it now.
 *
 * @param view the truth
 * @param snapshotId the snapshot to tell, in the text form; may lag behind the truth
 * @param access what was set for this user
 * @param editable whether the user owns it or collaborates on it
 */
record ServedPlaylist(PlaylistView view, String snapshotId, Access access, boolean editable) {}
