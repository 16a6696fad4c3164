package io.github.playlistsync.internal.sync;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a playlist's metadata, whoever of its users reads it.
 *
 * <p>Spotify tells the {@code public} field differently to different users. The owner's view stands
 * once it is known; until then the first view that is not {@link Visibility#UNKNOWN} stands until
 * the snapshot moves. So two followers never rewrite each other's rows.
 *
 * @param playlist the metadata to keep
 * @param ownerView whether its visibility is what the owner is told
 */
record MergedMetadata(Playlist playlist, boolean ownerView) {

  /**
   * Decides.
   *
   * @param stored what is kept now; null if nothing is
   * @param remote what Spotify says to {@code user}
   * @param snapshotMoved whether the playlist was edited since {@code stored}
   */
  static MergedMetadata of(
      @Nullable StoredPlaylist stored, Playlist remote, UserId user, boolean snapshotMoved) {
    boolean owner = remote.isOwnedBy(user);
    if (stored == null) {
      return new MergedMetadata(remote, owner);
    }
    Playlist kept = withOwnerNameOf(stored.playlist(), remote);
    if (owner) {
      return new MergedMetadata(kept, true);
    }
    Visibility before = stored.playlist().visibility();
    boolean open = !stored.ownerView() && (before == Visibility.UNKNOWN || snapshotMoved);
    return new MergedMetadata(
        kept.withVisibility(open ? remote.visibility() : before), stored.ownerView());
  }

  /** Whether keeping this changes nothing. The cover's address expires, so it is no change. */
  boolean keeps(StoredPlaylist stored) {
    Playlist before = stored.playlist();
    return ownerView == stored.ownerView()
        && playlist.withImageUrl(before.imageUrl()).equals(before);
  }

  /** Lists and single answers disagree on whether they tell the owner's name. */
  private static Playlist withOwnerNameOf(Playlist stored, Playlist remote) {
    boolean untold =
        remote.ownerName() == null && Objects.equals(remote.ownerId(), stored.ownerId());
    if (!untold) {
      return remote;
    }
    return new Playlist(
        remote.id(),
        remote.name(),
        remote.description(),
        remote.visibility(),
        remote.collaborative(),
        remote.ownerId(),
        stored.ownerName(),
        remote.imageUrl());
  }
}
