package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.PlaylistField;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata to store of a playlist, whichever user reads it. What an answer leaves out erases
 * nothing.
 *
 * <p>Spotify answers the {@code public} field differently to different users. The owner's view
 * stands while the playlist is in the owner's list; without one, the first view stands until the
 * snapshot moves. {@link Visibility#UNKNOWN} is nobody's view. So two followers never rewrite each
 * other's rows.
 *
 * @param playlist the metadata to store
 * @param ownerView whether its visibility is the owner's view
 */
record MergedMetadata(Playlist playlist, boolean ownerView) {

  /**
   * Merges.
   *
   * @param stored what is stored; null if nothing is
   * @param remote what Spotify says to {@code user}, completed by what is stored
   * @param snapshotMoved whether the playlist was edited since {@code stored}
   */
  static MergedMetadata of(
      @Nullable StoredPlaylist stored, Playlist remote, UserId user, boolean snapshotMoved) {
    boolean said = remote.visibility() != Visibility.UNKNOWN;
    boolean owner = said && remote.isOwnedBy(user);
    if (stored == null) {
      return new MergedMetadata(remote, owner);
    }
    Visibility before = stored.playlist().visibility();
    boolean open = !stored.ownerView() && (before == Visibility.UNKNOWN || snapshotMoved);
    return new MergedMetadata(
        remote.withVisibility(owner || (said && open) ? remote.visibility() : before),
        owner || stored.ownerView());
  }

  /** The metadata of an answer; what the answer leaves out is as it was {@code known} before. */
  static Playlist completed(Playlist remote, Set<PlaylistField> missing, Playlist known) {
    boolean sameOwner = remote.ownerId() == null || remote.ownerId().equals(known.ownerId());
    return new Playlist(
        remote.id(),
        missing.contains(PlaylistField.NAME) ? known.name() : remote.name(),
        missing.contains(PlaylistField.DESCRIPTION) ? known.description() : remote.description(),
        remote.visibility(),
        missing.contains(PlaylistField.COLLABORATIVE)
            ? known.collaborative()
            : remote.collaborative(),
        sameOwner ? known.ownerId() : remote.ownerId(),
        sameOwner && remote.ownerName() == null ? known.ownerName() : remote.ownerName(),
        missing.contains(PlaylistField.IMAGE) ? known.imageUrl() : remote.imageUrl());
  }

  /** Whether storing this changes nothing. */
  boolean keeps(StoredPlaylist stored) {
    return ownerView == stored.ownerView() && readsAs(stored);
  }

  /** Whether a reader would see no change. A cover's address expires, so a new one is none. */
  boolean readsAs(StoredPlaylist stored) {
    Playlist before = stored.playlist();
    return playlist.withImageUrl(before.imageUrl()).equals(before);
  }
}
