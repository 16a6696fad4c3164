package io.github.playlistsync.model;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The work of a job. Jobs with equal specs do the same work, so a queue keeps at most one of them
 * waiting.
 *
 * @param type what the job does
 * @param user on whose behalf
 * @param playlist the playlist; null for {@link JobType#SYNC_USER} and only for that
 */
public record JobSpec(JobType type, UserId user, @Nullable PlaylistId playlist)
    implements Comparable<JobSpec> {
  private static final Comparator<JobSpec> ORDER =
      Comparator.<JobSpec, UserId>comparing(JobSpec::user)
          .thenComparing(
              JobSpec::playlist, Comparator.nullsFirst(Comparator.<PlaylistId>naturalOrder()));

  /**
   * Checks that the parts agree.
   *
   * @throws NullPointerException if {@code type} or {@code user} is null
   * @throws IllegalArgumentException if a user's job has a playlist, or a playlist's job has none
   */
  public JobSpec {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(user, "user");
    if ((type == JobType.SYNC_PLAYLIST) != (playlist != null)) {
      throw new IllegalArgumentException(
          "playlist is " + playlist + " for " + type + "; expected one for SYNC_PLAYLIST only");
    }
  }

  /** Returns the sync of a user's whole library. */
  public static JobSpec user(UserId user) {
    return new JobSpec(JobType.SYNC_USER, user, null);
  }

  /** Returns the sync of one playlist on behalf of {@code user}. */
  public static JobSpec playlist(UserId user, PlaylistId playlist) {
    return new JobSpec(JobType.SYNC_PLAYLIST, user, Objects.requireNonNull(playlist, "playlist"));
  }

  /** Orders by user; a user's library comes first, then their playlists by id. */
  @Override
  public int compareTo(JobSpec other) {
    return ORDER.compare(this, other);
  }
}
