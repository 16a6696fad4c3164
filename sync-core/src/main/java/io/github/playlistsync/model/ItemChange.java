package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one item between two contents of a playlist.
 *
 * @param kind what happened
 * @param from the position before, from 0; null for an added item
 * @param to the position after, from 0; null for a removed item
 * @param uri the URI of the track; null for a placeholder
 * @param track the track as stored; null for a placeholder, and where it is not stored
 * @param addedAt when it was added; null where Spotify does not say
 * @param addedBy the id of the user who added it; null where Spotify does not say
 */
public record ItemChange(
    Kind kind,
    @Nullable Integer from,
    @Nullable Integer to,
    @Nullable TrackUri uri,
    @Nullable Track track,
    @Nullable Instant addedAt,
    @Nullable String addedBy) {

  /** What can happen to an item. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** It is no longer in the playlist. */
    REMOVED,
    /** Its order among the items that stayed changed. */
    MOVED
  }

  /**
   * Checks that the positions match the kind.
   *
   * @throws NullPointerException if {@code kind} is null
   * @throws IllegalArgumentException if a position is missing, or given where the kind has none
   */
  public ItemChange {
    Objects.requireNonNull(kind, "kind");
    if ((from == null) != (kind == Kind.ADDED) || (to == null) != (kind == Kind.REMOVED)) {
      throw new IllegalArgumentException(kind + " from " + from + " to " + to);
    }
  }

  /** Returns this change with its track from {@code tracks}, if that has it. */
  public ItemChange withTrack(Map<TrackUri, Track> tracks) {
    return new ItemChange(
        kind, from, to, uri, uri == null ? null : tracks.get(uri), addedAt, addedBy);
  }
}
