package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata to store of a playlist, whichever user reads it.
 *
 * <p>Spotify answers the {@code public} field differently to different users. The owner's view
 * stands once it is known; until then the first view that is not {@link Visibility#UNKNOWN} stands
 * until the snapshot moves. So two followers never rewrite each other's rows.
 *
 * @param playlist the metadata to store
 * @param ownerView whether its visibility is the owner's view
 */
record MergedMetadata(Playlist playlist, boolean ownerView) {

  /**
   * Merges.
   *
   * @param stored what is stored; null if nothing is
   * @param remote what Spotify says to {@code user}
   * @param snapshotMoved whether the playlist was edited since {@code stored}
   */
  static MergedMetadata of(
      @Nullable StoredPlaylist stored, Playlist remote, UserId user, boolean snapshotMoved) {
    if (stored == null) {
      return new MergedMetadata(remote, remote.isOwnedBy(user));
    }
    Playlist kept = completedBy(stored.playlist(), remote);
    boolean owner = kept.isOwnedBy(user);
    if (owner) {
      return new MergedMetadata(kept, true);
    }
    Visibility before = stored.playlist().visibility();
    boolean open = !stored.ownerView() && (before == Visibility.UNKNOWN || snapshotMoved);
    return new MergedMetadata(
        kept.withVisibility(open ? remote.visibility() : before), stored.ownerView());
  }

  /** Whether storing this changes nothing. A cover's address expires, so a new one is no change. */
  boolean keeps(StoredPlaylist stored) {
    Playlist before = stored.playlist();
    return ownerView == stored.ownerView()
        && playlist.withImageUrl(before.imageUrl()).equals(before);
  }

  /**
   * An answer without the visibility, the owner, or the owner's name does not erase what is known.
   */
  private static Playlist completedBy(Playlist stored, Playlist answer) {
    Playlist remote =
        answer.visibility() == Visibility.UNKNOWN
            ? answer.withVisibility(stored.visibility())
            : answer;
    String ownerId = remote.ownerId() == null ? stored.ownerId() : remote.ownerId();
    if (remote.ownerName() != null || !Objects.equals(ownerId, stored.ownerId())) {
      return remote;
    }
    return new Playlist(
        remote.id(),
        remote.name(),
        remote.description(),
        remote.visibility(),
        remote.collaborative(),
        ownerId,
        stored.ownerName(),
        remote.imageUrl());
  }
}
