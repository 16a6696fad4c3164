package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.PlaylistId;

/**
 * Reads from Spotify what the engine needs. An adapter maps answers to the values below and retries
 * what may pass. Between calls it keeps only connections, tokens, and whose the tokens are.
 *
 * <p>A copy belongs to one account, so an adapter returns only what the account {@link
 * CallContext#user()} reads. It knows the account of an access token before it returns anything
 * that was read with it. It refuses the token of another account with an {@code
 * AuthorizationException} that names both, and returns nothing if nothing says whose the token is.
 *
 * <p>A refusal counts only in Spotify's own words, and a playlist's items count as withheld only
 * after a request for the items failed, too. Anything else may pass.
 *
 * <p>All methods are safe for use by several threads. All throw:
 *
 * <ul>
 *   <li>{@link io.github.playlistsync.error.SpotifyUnavailableException} if the adapter's own
 *       attempts brought no usable answer;
 *   <li>{@link io.github.playlistsync.error.RateLimitedException} if a limit lasts longer than the
 *       context's patience;
 *   <li>{@link io.github.playlistsync.error.AuthorizationException} if the user's token cannot be
 *       refreshed, or is of another account;
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

  /**
   * Returns the state of the gate that the calls go through; costs no call.
   *
   * @throws io.github.playlistsync.error.QueueUnavailableException if a shared gate cannot be
   *     reached
   */
  RequestGate.Status gate();
}
