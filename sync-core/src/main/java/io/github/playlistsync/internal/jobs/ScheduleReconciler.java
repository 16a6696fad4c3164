package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the queue the schedules that only the store has, so that a queue that lost its data causes
 * delay and no loss. A user who is overdue gets one job. Several processes may do this at once:
 * repeating a step is harmless.
 */
public final class ScheduleReconciler implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ScheduleReconciler.class);
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Duration WHILE_SUSPENDED = Duration.ofDays(1);
  private static final int PAGE = 500;

  private final JobQueue queue;
  private final PlaylistStore store;
  private final Clock clock;

  public ScheduleReconciler(JobQueue queue, EngineParts parts) {
    this.queue = queue;
    this.store = parts.store();
    this.clock = parts.clock();
  }

  /** Reconciles now and every few minutes, until the thread is interrupted. */
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        reconcile();
        TimeUnit.SECONDS.sleep(PERIOD.toSeconds());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Throwable away) {
        log.warn("Schedules were not reconciled: {}", away.toString());
        pauseAfterFailure();
      }
    }
  }

  private static void pauseAfterFailure() {
    try {
      TimeUnit.SECONDS.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the queue what it lacks, once. */
  public void reconcile() {
    UserId last = null;
    while (true) {
      List<StoredUser> users = store.scheduledUsers(last, PAGE);
      if (users.isEmpty()) {
        return;
      }
      List<JobSpec> overdue = new ArrayList<>();
      for (StoredUser user : users) {
        SyncSchedule schedule = wanted(user);
        Optional<SyncSchedule> given = queue.scheduleOf(user.user());
        if (schedule != null && !given.equals(Optional.of(schedule))) {
          give(user);
          if (given.isEmpty() && isOverdue(user.user(), schedule)) {
            overdue.add(JobSpec.user(user.user()));
          }
        }
      }
      if (!overdue.isEmpty()) {
        queue.ensureAll(overdue, Priority.LOW);
      }
      last = users.get(users.size() - 1).user();
    }
  }

  /**
   * Gives the queue the schedule that a user should have, or takes it away. Schedules are stored
   * before they are queued, so what the store says afterward decides between two writers.
   */
  public void give(StoredUser user) {
    SyncSchedule wanted = wanted(user);
    SyncSchedule given;
    do {
      given = wanted;
      if (given == null) {
        queue.unschedule(user.user());
      } else {
        queue.schedule(given);
      }
      wanted = wanted(store.user(user.user()));
    } while (!Objects.equals(given, wanted));
  }

  /**
   * The schedule that the queue should have. A suspended user is tried once a day: the refusal may
   * have been a mistake, and nobody may ever say that its reason is gone.
   */
  private static @Nullable SyncSchedule wanted(StoredUser user) {
    SyncSchedule usual = user.schedule();
    if (usual == null
        || user.suspension() == null
        || usual.every().compareTo(WHILE_SUSPENDED) >= 0) {
      return usual;
    }
    return new SyncSchedule(usual.user(), WHILE_SUSPENDED, usual.jitter(), usual.priority());
  }

  private boolean isOverdue(UserId user, SyncSchedule schedule) {
    Instant due = store.lastSync(user).map(sync -> sync.plus(schedule.every())).orElse(Instant.MIN);
    return !due.isAfter(clock.instant());
  }
}
