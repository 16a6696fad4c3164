package io.github.playlistsync.report;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.SyncEngineBuilder;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.settings.SyncSettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a run does. Every method does nothing unless it is overridden.
 *
 * <p><b>Order.</b> Within one run: {@code started}, then any number of the others, {@code ended}
 * last. Those about a playlist come after the commit of what they tell: {@code playlistDone} after
 * that of the playlist, one playlist after the other or side by side; then, after the commit of the
 * library, {@code playlistGone}, {@code playlistBack} and {@code accessChanged}; then what concerns
 * the user, {@code authorizationEnding}, {@code reauthorizationNeeded} and {@code deferred}. A
 * playlist that the removal guard holds is done twice: {@link PlaylistOutcome#HELD}, and then as
 * the second read of the same run finds it. A user's job tells of the list, and each of its
 * children, which are runs of their own, of a playlist.
 *
 * <p><b>Thread.</b> Called from the threads that do the work, several at once, and the run waits
 * meanwhile: return soon. What a method throws is logged and changes nothing.
 *
 * <p><b>Delivery.</b> At most once, in the process that does the work: one that dies after a commit
 * does not tell. A host that must not miss a change follows {@link SyncEngine#changes}. A dry run
 * tells nothing.
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
   * A playlist is done, well or badly: {@link PlaylistReport#outcome} says how, be it synced,
   * unchanged, held, withheld, unavailable or failed.
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
   * What the user may read of a playlist is not what it was: the content was lost, which keeps what
   * is stored, or can be read again.
   *
   * @param before what they could read
   * @param now what they can read
   * @param reasons why, one line each; empty where Spotify did not say
   */
  default void accessChanged(
      UserId user, PlaylistId playlist, Access before, Access now, List<String> reasons) {}

  /**
   * The run ended before its time, because Spotify takes no calls for now. What it did stays, and
   * calling earlier lengthens the wait. A job goes on by itself then.
   *
   * @param until when it can go on
   * @param reason what Spotify said
   */
  default void deferred(UserId user, Instant until, String reason) {}

  /**
   * The user's authorization ends soon, and with it every sync of theirs unless they authorize the
   * application again. Told by runs of a library from {@link SyncSettings#authorizationLead} before
   * the end, once a day, where the engine is given the {@linkplain SyncEngineBuilder#tokens
   * tokens}.
   */
  default void authorizationEnding(UserId user, UserStatus.Authorization authorization) {}

  /**
   * Spotify no longer accepts the user's authorization; every run fails until they authorize the
   * application again. Told once.
   */
  default void reauthorizationNeeded(UserId user) {}

  /** A run is over. */
  default void ended(SyncReport report) {}
}
