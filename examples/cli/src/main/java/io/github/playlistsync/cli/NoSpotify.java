package io.github.playlistsync.cli;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;

/** Stands in for Spotify in an engine that must not call it. */
final class NoSpotify implements SpotifyCatalog {
  @Override
  public LibraryPage library(CallContext call, int offset) {
    throw notCalled();
  }

  @Override
  public RemotePlaylist playlist(CallContext call, PlaylistId id) {
    throw notCalled();
  }

  @Override
  public ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit) {
    throw notCalled();
  }

  @Override
  public SnapshotProbe probe(CallContext call, PlaylistId id) {
    throw notCalled();
  }

  @Override
  public ItemPage likedSongs(CallContext call, int offset, int limit) {
    throw notCalled();
  }

  @Override
  public RequestGate.Status gate() {
    throw notCalled();
  }

  private static IllegalStateException notCalled() {
    return new IllegalStateException("this command does not call Spotify");
  }
}
