package io.github.playlistsync;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a run does. Every method does nothing unless it is overridden.
 *
 * <p><b>Order.</b> Within one run: {@code started}, then any number of the others, {@code ended}
 * last. {@code playlistDone} comes after the commit of that playlist, {@code playlistGone} and
 * {@code playlistBack} after the commit of the library.
 *
 * <p><b>Thread.</b> Called from the threads that do the work, several at once, and the run waits
 * meanwhile: return soon. What a method throws is logged and changes nothing.
 *
 * <p><b>Delivery.</b> At most once: a process that dies after a commit does not tell. The stored
 * revisions do.
 */
public interface SyncListener {

  /** A run begins. */
  default void started(UserId user) {}

  /**
   * Numbers have moved. For a playlist they may fall back to 0 once, when it has to be read again;
   * those of the run never fall.
   *
   * @param playlist the playlist that is read; null for the run as a whole
   */
  default void progress(UserId user, @Nullable PlaylistId playlist, Progress progress) {}

  /**
   * The run waits.
   *
   * @param until when it goes on
   * @param reason what is waited for
   */
  default void waiting(UserId user, Instant until, String reason) {}

  /**
   * A playlist is done, well or badly.
   *
   * @param changes what happened to its items, in the order of {@link
   *     io.github.playlistsync.model.ItemChange.Kind#REMOVED removals} by old position, then
   *     additions and moves by new position; empty if nothing did
   */
  default void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {}

  /** A playlist left the user's list. Its content is kept. */
  default void playlistGone(UserId user, PlaylistId playlist) {}

  /** A playlist that was gone is in the user's list again. */
  default void playlistBack(UserId user, PlaylistId playlist) {}

  /**
   * Spotify no longer accepts the user's authorisation; every run fails until they authorise the
   * application again. Told once.
   */
  default void reauthorisationNeeded(UserId user) {}

  /** A run is over. */
  default void ended(SyncReport report) {}
}
