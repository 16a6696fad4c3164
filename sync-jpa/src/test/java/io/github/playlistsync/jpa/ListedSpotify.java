package io.github.playlistsync.jpa;

import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A catalog that shows every user the same list of playlists, set by a test. */
final class ListedSpotify implements SpotifyCatalog {
  private static final int EMBEDDED = 100;

  private volatile Map<PlaylistId, Remote> list = Map.of();

  /** A playlist as Spotify has it. The list may make its items on demand. */
  record Remote(Playlist playlist, String snapshot, List<PlaylistItem> items) {
    private ItemPage page(int offset, int limit) {
      int end = Math.min(offset + limit, items.size());
      List<PlaylistItem> part =
          IntStream.range(Math.min(offset, end), end)
              .mapToObj(position -> items.get(position).at(position))
              .toList();
      return new ItemPage(offset, limit, items.size(), end < items.size(), part, List.of());
    }
  }

  void list(List<Remote> playlists) {
    Map<PlaylistId, Remote> next = new LinkedHashMap<>();
    playlists.forEach(remote -> next.put(remote.playlist().id(), remote));
    list = next;
  }

  @Override
  public LibraryPage library(CallContext call, int offset) {
    List<Remote> all = List.copyOf(list.values());
    int end = Math.min(offset + LibraryPage.MAX_LIMIT, all.size());
    List<LibraryPage.Entry> entries =
        all.subList(Math.min(offset, end), end).stream()
            .map(
                remote ->
                    new LibraryPage.Entry(
                        remote.playlist(), SnapshotId.of(remote.snapshot()), remote.items().size()))
            .toList();
    return new LibraryPage(
        offset, LibraryPage.MAX_LIMIT, all.size(), end < all.size(), entries, List.of());
  }

  @Override
  public RemotePlaylist playlist(CallContext call, PlaylistId id) {
    Remote remote = remote(id);
    return new RemotePlaylist(
        remote.playlist(),
        SnapshotId.of(remote.snapshot()),
        remote.page(0, EMBEDDED),
        ItemSource.ITEMS,
        List.of());
  }

  @Override
  public ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit) {
    return remote(id).page(offset, limit);
  }

  @Override
  public SnapshotProbe probe(CallContext call, PlaylistId id) {
    Remote remote = remote(id);
    return new SnapshotProbe(SnapshotId.of(remote.snapshot()), remote.items().size());
  }

  @Override
  public ItemPage likedSongs(CallContext call, int offset, int limit) {
    throw new NotFoundException("nobody likes a song here");
  }

  @Override
  public RequestGate.Status gate() {
    return new RequestGate.Status(0, null, 0, Duration.ZERO);
  }

  private Remote remote(PlaylistId id) {
    Remote remote = list.get(id);
    if (remote == null) {
      throw new NotFoundException("404 for " + id);
    }
    return remote;
  }
}
