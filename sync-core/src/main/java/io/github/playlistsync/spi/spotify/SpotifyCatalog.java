package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.PlaylistId;

/**
 * Reads from Spotify what the engine needs. An adapter maps answers to the values below and retries
 * what may pass; between calls it keeps nothing but tokens and connections.
 *
 * <p>All methods are safe for use by several threads. All throw:
 *
 * <ul>
 *   <li>{@link io.github.playlistsync.error.SpotifyUnavailableException} if the adapter's own
 *       attempts brought no usable answer;
 *   <li>{@link io.github.playlistsync.error.RateLimitedException} if a limit lasts longer than the
 *       context's patience;
 *   <li>{@link io.github.playlistsync.error.AuthorizationException} if Spotify refuses the user's
 *       token and a refresh did not help;
 *   <li>{@link io.github.playlistsync.error.AccessDeniedException} and {@link
 *       io.github.playlistsync.error.NotFoundException} if Spotify answers 403 and 404;
 *   <li>{@link io.github.playlistsync.error.RequestRefusedException} if it answers 400;
 *   <li>{@link io.github.playlistsync.error.SyncInterruptedException} if the run must stop.
 * </ul>
 */
public interface SpotifyCatalog {

  /**
   * Reads a page of the playlists that the user owns or follows.
   *
   * @param offset the position of the page's first entry, from 0
   */
  LibraryPage library(CallContext call, int offset);

  /** Reads a playlist with its first items. */
  RemotePlaylist playlist(CallContext call, PlaylistId id);

  /**
   * Reads a page of a playlist's items.
   *
   * @param source the endpoint that {@link RemotePlaylist} named
   * @param offset the position of the first item, from 0
   * @param limit the number of items to ask for, 1 to {@link ItemPage#MAX_LIMIT}
   */
  ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit);

  /** Reads a playlist's snapshot and number of items, in one small answer. */
  SnapshotProbe probe(CallContext call, PlaylistId id);

  /**
   * Reads a page of the user's Liked Songs, newest first.
   *
   * @param offset the position of the first item, from 0
   * @param limit the number of items to ask for, 1 to {@link ItemPage#MAX_LIMIT}
   */
  ItemPage likedSongs(CallContext call, int offset, int limit);
}
