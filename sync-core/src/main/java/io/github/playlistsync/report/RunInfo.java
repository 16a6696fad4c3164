package io.github.playlistsync.report;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which run it is.
 *
 * @param user on whose behalf
 * @param playlist the one that is synced; null for a whole library
 * @param job the job that it is a run of; null for a call
 */
public record RunInfo(UserId user, @Nullable PlaylistId playlist, @Nullable JobId job) {

  /**
   * Checks the user.
   *
   * @throws NullPointerException if {@code user} is null
   */
  public RunInfo {
    Objects.requireNonNull(user, "user");
  }

  /** In words, as in {@code playlist p1 of user anna, job 7}. */
  @Override
  public String toString() {
    String what = playlist == null ? "user " + user : "playlist " + playlist + " of user " + user;
    return job == null ? what : what + ", job " + job;
  }
}
