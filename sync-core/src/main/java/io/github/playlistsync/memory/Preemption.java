package io.github.playlistsync.memory;

import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import java.util.HashMap;
import java.util.Map;

/** Asks running jobs to yield, and no more of them than there is urgent work. */
final class Preemption {
  private final FairOrder order;

  /** The jobs that were asked, with the token of the run. */
  private final Map<JobEntry, Long> asked = new HashMap<>();

  Preemption(FairOrder order) {
    this.order = order;
  }

  /** Whether this running job must yield now. */
  boolean isWanted(JobEntry job) {
    if (job.priority != Priority.LOW) {
      return false;
    }
    asked.entrySet().removeIf(other -> !other.getKey().isHeldBy(other.getValue()));
    UserId user = job.spec.user();
    int urgent = order.urgentJobs();
    boolean ownUrgent = order.isBlockedByItself(user);
    if (urgent == 0 && !ownUrgent) {
      asked.remove(job);
      return false;
    }
    if (asked.containsKey(job)) {
      return true;
    }
    boolean wanted =
        asked.size() < urgent
            || (ownUrgent
                && asked.keySet().stream().noneMatch(other -> other.spec.user().equals(user)));
    if (wanted) {
      asked.put(job, job.token);
    }
    return wanted;
  }
}
