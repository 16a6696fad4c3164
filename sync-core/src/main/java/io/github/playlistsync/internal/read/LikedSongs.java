package io.github.playlistsync.internal.read;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.util.List;

/**
 * A catalog in which a user's Liked Songs are a playlist. They have no snapshot. But new ones come
 * first, so an unchanged first page and total mean that nothing changed; the two together serve as
 * the snapshot.
 */
public final class LikedSongs implements SpotifyCatalog {
  private static final String NAME = "Liked Songs";

  private final SpotifyCatalog catalog;

  public LikedSongs(SpotifyCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public LibraryPage library(CallContext call, int offset) {
    return catalog.library(call, offset);
  }

  @Override
  public RemotePlaylist playlist(CallContext call, PlaylistId id) {
    if (!isOf(call.user(), id)) {
      return catalog.playlist(call, id);
    }
    ItemPage first = likedSongs(call, 0, ItemPage.MAX_LIMIT);
    String user = call.user().value();
    Playlist playlist = new Playlist(id, NAME, null, Visibility.PRIVATE, false, user, null, null);
    return new RemotePlaylist(playlist, snapshot(first), first, ItemSource.ITEMS, List.of());
  }

  @Override
  public ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit) {
    return isOf(call.user(), id)
        ? likedSongs(call, offset, limit)
        : catalog.items(call, id, source, offset, limit);
  }

  @Override
  public SnapshotProbe probe(CallContext call, PlaylistId id) {
    if (!isOf(call.user(), id)) {
      return catalog.probe(call, id);
    }
    ItemPage first = likedSongs(call, 0, ItemPage.MAX_LIMIT);
    return new SnapshotProbe(snapshot(first), first.total());
  }

  @Override
  public ItemPage likedSongs(CallContext call, int offset, int limit) {
    return catalog.likedSongs(call, offset, limit);
  }

  @Override
  public RequestGate.Status gate() {
    return catalog.gate();
  }

  private static boolean isOf(UserId user, PlaylistId id) {
    return id.equals(PlaylistId.likedSongs(user));
  }

  private static SnapshotId snapshot(ItemPage first) {
    return SnapshotId.of("liked:" + first.total() + ":" + ItemDigest.of(first.items()));
  }
}
