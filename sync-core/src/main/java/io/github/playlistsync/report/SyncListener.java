package io.github.playlistsync.report;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a run does. Every method does nothing by default.
 *
 * <p><b>Order.</b> Each run calls {@code started} first and {@code ended} last. In between, {@code
 * progress} and {@code waiting} come at any time, and the others after the commit of what they
 * report: first {@code playlistDone} for each playlist, one by one or several at once; then, after
 * the commit of the library, {@code playlistGone}, {@code playlistBack} and {@code accessChanged};
 * then what concerns the user, {@code authorizationEnding}, {@code suspended} and {@code deferred}.
 * A playlist whose answer is in doubt is done twice: once as {@link PlaylistOutcome#HELD}, and once
 * with the result of the second look. A user's job is one run, which reports the list; each of its
 * children is a run of its own, which reports a playlist. {@link #forRun} tells them apart.
 *
 * <p><b>Thread.</b> The working threads call it, several at once, and the run waits for each call:
 * return soon. The engine logs what a method throws and continues.
 *
 * <p><b>Delivery.</b> At most once, in the process that does the work: a process that dies after a
 * commit calls nobody. A host that must not miss a change reads {@link
 * io.github.playlistsync.SyncEngine#changes}. A dry run calls no listener.
 */
public interface SyncListener {

  /**
   * Returns who hears a run; called once, before {@link #started}. Override it to learn which run,
   * and which job, an event belongs to.
   *
   * @return this listener by default
   */
  default SyncListener forRun(RunInfo run) {
    return this;
  }

  /** A run starts. */
  default void started(UserId user) {}

  /**
   * The progress of a run or of one of its playlists changed. A playlist's numbers may fall back to
   * 0 once, when it must be read again; a run's never fall.
   *
   * @param playlist the playlist that is being read; null for the run as a whole
   */
  default void progress(UserId user, @Nullable PlaylistId playlist, Progress progress) {}

  /**
   * The run waits.
   *
   * @param until when it continues
   * @param reason what it waits for
   */
  default void waiting(UserId user, Instant until, String reason) {}

  /**
   * The sync of a playlist ended. {@link PlaylistReport#outcome} says how, success or not.
   *
   * @param changes what happened to its items: {@link
   *     io.github.playlistsync.model.ItemChange.Kind#REMOVED removals} by old position, then
   *     additions and moves by new position; empty if nothing did
   */
  default void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {}

  /** A playlist left the user's list. Its content is kept. */
  default void playlistGone(UserId user, PlaylistId playlist) {}

  /** A playlist that was gone is back in the user's list. */
  default void playlistBack(UserId user, PlaylistId playlist) {}

  /**
   * The user's access to a playlist changed: they lost its items, whose stored copy stays, or can
   * read them again.
   *
   * @param before what they could read
   * @param now what they can read
   * @param reasons why; empty where Spotify gave none
   */
  default void accessChanged(
      UserId user, PlaylistId playlist, Access before, Access now, List<Problem> reasons) {}

  /**
   * The run ended early, because Spotify accepts no calls for now. What it wrote stays. Calling
   * earlier lengthens the wait. A job resumes by itself.
   *
   * @param until when it can continue
   * @param reason what Spotify said
   */
  default void deferred(UserId user, Instant until, String reason) {}

  /**
   * The user's authorization ends soon, and their syncs fail from then on unless they authorize the
   * application again. Runs of a library call this once a day, from {@link
   * io.github.playlistsync.settings.SyncSettings#authorizationLead} before the end, if the engine
   * has the {@linkplain io.github.playlistsync.SyncEngineBuilder#tokens tokens}.
   */
  default void authorizationEnding(UserId user, UserStatus.Authorization authorization) {}

  /**
   * The user's syncs fail from now on, until somebody acts. Called once for each reason. The end of
   * a suspension is no event of its own: it is the next run that succeeds.
   */
  default void suspended(UserId user, Suspension suspension) {}

  /** A run is over, however it ended; once for each {@code started}. */
  default void ended(SyncReport report) {}
}
