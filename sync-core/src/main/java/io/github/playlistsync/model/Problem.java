package io.github.playlistsync.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something in a report that a person may want to know: what was missing, odd, refused or held
 * back.
 *
 * @param code what a host can act on
 * @param playlist the playlist it concerns; null if it concerns the run as a whole
 * @param position the position, from 0, of the item in the playlist or of the entry in the user's
 *     list; null if it concerns no single one
 * @param sentence the same for people, with everything that is known; its wording may change in any
 *     release
 */
public record Problem(
    Code code, @Nullable PlaylistId playlist, @Nullable Integer position, String sentence) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code code} or {@code sentence} is null
   */
  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(sentence, "sentence");
  }

  /** Returns a problem at no position of no playlist in particular. */
  public static Problem of(Code code, String sentence) {
    return new Problem(code, null, null, sentence);
  }

  /** Returns this problem as one of {@code id}. */
  public Problem in(PlaylistId id) {
    return id.equals(playlist) ? this : new Problem(code, id, position, sentence);
  }

  /** The kinds of problems; a later release may add some. */
  public enum Code {
    /** Nothing says what the item at {@link #position} is: it is stored as a placeholder. */
    ITEM_UNREADABLE,
    /** A detail of an item or a playlist is missing or cannot be stored; the rest is stored. */
    DETAIL_MISSING,
    /** Spotify's answer contradicts itself or leaves something out; the copy lacks nothing. */
    ANSWER_ODD,
    /** A read that takes away many items or tracks, or all, waits for a second one to agree. */
    HELD_REMOVAL,
    /** A read that looks wrong, or contradicts the list, waits for a second one to agree. */
    HELD_CONTRADICTION,
    /** A refusal of items that the user could read before waits for a second one to agree. */
    HELD_REFUSAL,
    /** Playlists that are missing from the list may be in it after all: they are not gone. */
    HELD_DEPARTURE,
    /** What was in doubt was written after a second look agreed. */
    CONFIRMED,
    /** Spotify gives this user the playlist's metadata but not its items. */
    PLAYLIST_WITHHELD,
    /** Spotify has no such playlist for this user. */
    PLAYLIST_UNAVAILABLE,
    /** The user could read the playlist before; what was stored then stays. */
    ACCESS_LOST,
    /** The playlist has more items than the settings allow: raise {@code SyncSettings.maxItems}. */
    PLAYLIST_TOO_LARGE,
    /** Part of the user's list was not read; what may be in it is not gone. */
    LIST_INCOMPLETE,
    /** What changed in the user's list was not written; the next run does it. */
    LIST_UNWRITTEN,
    /** Playlists are missing as for a token without a scope: let the user log in with it. */
    SCOPE_MISSING,
    /** The playlist or the run failed; the failure in the report says whether to try again. */
    FAILED,
    /** More problems or playlists are left out of this report. */
    REPORT_CUT,
    /** A kind that this release does not know, or a report from before there were codes. */
    OTHER
  }
}
