package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.PlaylistId;

/**
 * Spotify, as far as the engine needs it. An adapter maps what it is sent to the values below and
 * repeats what is worth repeating; it keeps nothing between calls but tokens and connections.
 *
 * <p>Every method may be called from several threads at once. All throw:
 *
 * <ul>
 *   <li>{@link io.github.playlistsync.error.SpotifyUnavailableException} if no usable answer came
 *       after the adapter's own tries;
 *   <li>{@link io.github.playlistsync.error.RateLimitedException} if the limit lasts longer than
 *       the context's patience;
 *   <li>{@link io.github.playlistsync.error.AuthorizationException} if the user's token is refused
 *       and refreshing it did not help;
 *   <li>{@link io.github.playlistsync.error.AccessDeniedException} and {@link
 *       io.github.playlistsync.error.NotFoundException} as Spotify answers 403 and 404;
 *   <li>{@link io.github.playlistsync.error.RequestRefusedException} for a 400;
 *   <li>{@link io.github.playlistsync.error.SyncInterruptedException} if the run shall end.
 * </ul>
 */
public interface SpotifyCatalog {

  /**
   * One page of the playlists that the user owns or follows.
   *
   * @param offset the position of the page's first entry, from 0
   */
  LibraryPage library(CallContext call, int offset);

  /** A playlist with its first items. */
  RemotePlaylist playlist(CallContext call, PlaylistId id);

  /**
   * A page of a playlist's items.
   *
   * @param source where the playlist's items are found, as {@link RemotePlaylist} told
   * @param offset the position of the first item, from 0
   * @param limit how many items are wanted, from 1 to {@link ItemPage#MAX_LIMIT}
   */
  ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit);

  /** The playlist's snapshot and number of items now, for the price of one small answer. */
  SnapshotProbe probe(CallContext call, PlaylistId id);

  /**
   * A page of the user's Liked Songs, newest first.
   *
   * @param offset the position of the first item, from 0
   * @param limit how many items are wanted, from 1 to {@link ItemPage#MAX_LIMIT}
   */
  ItemPage likedSongs(CallContext call, int offset, int limit);
}
