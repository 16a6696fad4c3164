package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import java.util.HashSet;
import java.util.Set;

/** Which running jobs were told to make way, so that no more are told than needed. */
final class Yielding {
  private final JobLanes lanes;
  private final Set<JobEntry> told = new HashSet<>();

  Yielding(JobLanes lanes) {
    this.lanes = lanes;
  }

  /** Whether this running job is to make way now. */
  boolean tell(JobEntry job) {
    if (job.priority != Priority.LOW) {
      return false;
    }
    told.removeIf(other -> other.state != JobState.RUNNING);
    UserId user = job.spec.user();
    int urgent = lanes.urgentUsers();
    boolean ownUrgent = lanes.isBlockedByItself(user);
    if (urgent == 0 && !ownUrgent) {
      told.remove(job);
      return false;
    }
    if (told.contains(job)) {
      return true;
    }
    boolean wanted =
        told.size() < urgent
            || (ownUrgent && told.stream().noneMatch(other -> other.spec.user().equals(user)));
    if (wanted) {
      told.add(job);
    }
    return wanted;
  }
}
