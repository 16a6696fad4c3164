package io.github.playlistsync.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a job is about. Two jobs with equal specs do the same work, so a queue keeps one of them
 * waiting at the most.
 *
 * @param type what is done
 * @param user on whose behalf
 * @param playlist which playlist; null for {@link JobType#SYNC_USER} and only for that
 */
public record JobSpec(JobType type, UserId user, @Nullable PlaylistId playlist) {

  /**
   * Checks that the parts agree.
   *
   * @throws NullPointerException if {@code type} or {@code user} is null
   * @throws IllegalArgumentException if a playlist is given to a user's job or is missing from a
   *     playlist's
   */
  public JobSpec {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(user, "user");
    if ((type == JobType.SYNC_PLAYLIST) != (playlist != null)) {
      throw new IllegalArgumentException(
          "playlist is " + playlist + " for " + type + "; expected one for SYNC_PLAYLIST only");
    }
  }

  /** The sync of a user's whole library. */
  public static JobSpec user(UserId user) {
    return new JobSpec(JobType.SYNC_USER, user, null);
  }

  /** The sync of one playlist on behalf of {@code user}. */
  public static JobSpec playlist(UserId user, PlaylistId playlist) {
    return new JobSpec(JobType.SYNC_PLAYLIST, user, Objects.requireNonNull(playlist, "playlist"));
  }
}
