/**
 * What can go wrong. Every exception of the library is a {@link
 * io.github.playlistsync.error.SyncException}; a {@link
 * io.github.playlistsync.error.RetryableException} means that the same call may succeed later.
 *
 * <table>
 * <caption>What a failure of one playlist ends</caption>
 * <tr><th>exception</th><th>ends</th><th>and a job</th></tr>
 * <tr><td>{@code RateLimitedException}</td><td>the run</td>
 *   <td>goes on at its time, without an attempt</td></tr>
 * <tr><td>{@code SpotifyUnavailableException}</td>
 *   <td>the playlist; the run after a few in a row, if no other playlist is answered either</td>
 *   <td>is tried again; at its time, without an attempt, if it has one, as it does if nothing else
 *   is answered either</td></tr>
 * <tr><td>{@code IncompleteReadException}, {@code StaleVersionException}, {@code
 *   QueueUnavailableException}</td><td>the playlist</td><td>is tried again</td></tr>
 * <tr><td>{@code StoreUnavailableException}</td><td>the run</td>
 *   <td>is tried again; without an attempt if the store is still away</td></tr>
 * <tr><td>{@code StoreException}</td><td>the run</td><td>fails</td></tr>
 * <tr><td>{@code RequestRefusedException}</td><td>the playlist</td><td>fails</td></tr>
 * <tr><td>{@code NotFoundException}, {@code AccessDeniedException} for contents</td>
 *   <td>nothing: the playlist is kept as it is stored</td><td>succeeds and says so</td></tr>
 * <tr><td>{@code AccessDeniedException} for the owner's Premium</td><td>the run</td>
 *   <td>fails</td></tr>
 * <tr><td>{@code AccessDeniedException} for the user or a scope, {@code
 *   AuthorizationException}</td><td>the run, and the user's schedule but for once a day</td>
 *   <td>fails</td></tr>
 * <tr><td>{@code SyncInterruptedException}</td><td>the run, by being thrown</td>
 *   <td>is handed back, canceled or tried again, by who stopped it</td></tr>
 * </table>
 */
@NullMarked
package io.github.playlistsync.error;

import org.jspecify.annotations.NullMarked;
