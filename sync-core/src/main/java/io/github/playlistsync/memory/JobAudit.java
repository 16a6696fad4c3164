package io.github.playlistsync.memory;

import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.QueueRepair.Finding;
import io.github.playlistsync.model.QueueRepair.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether every job is where its state puts it. Nothing is lost of a memory but all of it, so
 * what this finds is a mistake of the queue, which it only names. Guarded by the queue's lock.
 */
final class JobAudit {
  private JobAudit() {}

  static QueueRepair of(JobTable table) {
    List<Finding> found = new ArrayList<>();
    long checked = 0;
    long wrong = 0;
    for (JobEntry job : table.newestFirst(null, Long.MAX_VALUE)) {
      checked++;
      if (!table.isInPlace(job)) {
        wrong++;
        if (found.size() < QueueRepair.MAX_FINDINGS) {
          String message = "it is " + job.state + ", and not where that puts it";
          found.add(new Finding(Kind.MISPLACED, job.id, job.spec.user(), message, false));
        }
      }
    }
    return new QueueRepair(checked, 0, wrong, found);
  }
}
