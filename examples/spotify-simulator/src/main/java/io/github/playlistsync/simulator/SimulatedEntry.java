package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a playlist. Its position is its identity: a playlist may hold equal rows.
 *
 * @param track the track, null exactly for {@link EntryKind#PLACEHOLDER} and {@link
 *     EntryKind#NO_TRACK_KEY}
 * @param addedAt the time in seconds, null as in very old playlists
 * @param addedBy the id of a user; empty or null where Spotify no longer says
 */
public record SimulatedEntry(
    EntryKind kind,
    @Nullable SimulatedTrack track,
    @Nullable Instant addedAt,
    @Nullable String addedBy) {

  /**
   * Checks that the kind and the track match.
   *
   * @throws IllegalArgumentException if a track is missing, or if a kind without one has one
   */
  public SimulatedEntry {
    requireNonNull(kind, "kind");
    boolean withoutTrack = kind == EntryKind.PLACEHOLDER || kind == EntryKind.NO_TRACK_KEY;
    if (withoutTrack != (track == null)) {
      throw new IllegalArgumentException(kind + " cannot have the track " + track);
    }
  }

  /** The same row with another time, null for none. */
  public SimulatedEntry withAddedAt(@Nullable Instant time) {
    return new SimulatedEntry(kind, track, time, addedBy);
  }

  /** The same row, added by another user; empty or null for an unknown one. */
  public SimulatedEntry withAddedBy(@Nullable String user) {
    return new SimulatedEntry(kind, track, addedAt, user);
  }

  /** The URI of the track, or null without one. */
  public @Nullable String uri() {
    return track == null ? null : track.uri();
  }
}
