package io.github.playlistsync.memory;

import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import java.util.HashMap;
import java.util.Map;

/** Which running jobs were told to make way, so that no more are told than needed. */
final class Preemption {
  private final FairOrder lanes;

  /** Who was told so, with the token of the run that was. */
  private final Map<JobEntry, Long> told = new HashMap<>();

  Preemption(FairOrder lanes) {
    this.lanes = lanes;
  }

  /** Whether this running job is to make way now. */
  boolean tell(JobEntry job) {
    if (job.priority != Priority.LOW) {
      return false;
    }
    told.entrySet().removeIf(other -> !other.getKey().isHeldBy(other.getValue()));
    UserId user = job.spec.user();
    int urgent = lanes.urgentUsers();
    boolean ownUrgent = lanes.isBlockedByItself(user);
    if (urgent == 0 && !ownUrgent) {
      told.remove(job);
      return false;
    }
    if (told.containsKey(job)) {
      return true;
    }
    boolean wanted =
        told.size() < urgent
            || (ownUrgent
                && told.keySet().stream().noneMatch(other -> other.spec.user().equals(user)));
    if (wanted) {
      told.put(job, job.token);
    }
    return wanted;
  }
}
