package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a playlist. Its identity is its position: equal rows may stand beside each other.
 *
 * @param kind what stands there
 * @param track the track, null exactly for {@link EntryKind#PLACEHOLDER} and {@link
 *     EntryKind#NO_TRACK_KEY}
 * @param addedAt when it was added, to the second, null as in very old playlists
 * @param addedBy the id of the user who added it; empty or null where Spotify no longer tells
 */
public record SimulatedEntry(
    EntryKind kind,
    @Nullable SimulatedTrack track,
    @Nullable Instant addedAt,
    @Nullable String addedBy) {

  /**
   * Checks that the kind and the track belong together.
   *
   * @throws IllegalArgumentException if a track is missing, or given where there is none
   */
  public SimulatedEntry {
    requireNonNull(kind, "kind");
    boolean withoutTrack = kind == EntryKind.PLACEHOLDER || kind == EntryKind.NO_TRACK_KEY;
    if (withoutTrack != (track == null)) {
      throw new IllegalArgumentException(kind + " with track " + track);
    }
  }

  /**
   * The same row, added at another time.
   *
   * @param time the time, null for none
   * @return a copy
   */
  public SimulatedEntry withAddedAt(@Nullable Instant time) {
    return new SimulatedEntry(kind, track, time, addedBy);
  }

  /**
   * The same row, added by someone else.
   *
   * @param user the id of the user, empty or null for a user that is no longer told
   * @return a copy
   */
  public SimulatedEntry withAddedBy(@Nullable String user) {
    return new SimulatedEntry(kind, track, addedAt, user);
  }

  /**
   * The URI of what stands here.
   *
   * @return the URI, or null where there is no track
   */
  public @Nullable String uri() {
    return track == null ? null : track.uri();
  }
}
