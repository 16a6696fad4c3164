package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
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
 * Gives the queue the schedules that the store has, where the queue has none, another one, or one
 * that is never due, so that a queue that lost its data causes delay and no loss. A user who is
 * overdue gets one job. What fails for one user keeps no other from theirs. A schedule that only
 * the queue has ends with the next job that it makes. Several processes may do this at once:
 * repeating a step is harmless.
 */
public final class ScheduleReconciler implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ScheduleReconciler.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration WHILE_SUSPENDED = Duration.ofDays(1);
  private static final int PAGE = 500;

  private final JobQueue queue;
  private final PlaylistStore store;
  private final Clock clock;
  private final Duration period;

  /**
   * Reconciles.
   *
   * @param period how often {@link #run} does
   */
  public ScheduleReconciler(JobQueue queue, EngineParts parts, Duration period) {
    this.queue = queue;
    this.store = parts.store();
    this.clock = parts.clock();
    this.period = period;
  }

  /** Reconciles now and once a period, until the thread is interrupted. */
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      Duration pause = period;
      try {
        reconcile();
      } catch (Throwable away) {
        log.warn("Schedules were not reconciled: {}", away.toString());
        pause = period.compareTo(AFTER_FAILURE) < 0 ? period : AFTER_FAILURE;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
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
        try {
          if (givesToOverdue(user)) {
            overdue.add(JobSpec.user(user.user()));
          }
        } catch (QueueUnavailableException | StoreUnavailableException away) {
          throw away;
        } catch (RuntimeException broken) {
          log.warn("The schedule of a user was not reconciled: {}", broken.toString());
        }
      }
      if (!overdue.isEmpty()) {
        queue.ensureAll(overdue, Priority.LOW);
      }
      last = users.get(users.size() - 1).user();
    }
  }

  /**
   * Gives the queue what it lacks of a user; returns whether that is a schedule that is overdue.
   */
  private boolean givesToOverdue(StoredUser user) {
    SyncSchedule schedule = wanted(user);
    if (schedule == null) {
      return false;
    }
    Optional<SyncSchedule> given = queue.scheduleOf(user.user());
    boolean isEqual = given.equals(Optional.of(schedule));
    if (isEqual && queue.nextDue(user.user()).isPresent()) {
      return false;
    }
    if (isEqual) {
      // Setting an equal schedule again would change nothing.
      queue.unschedule(user.user());
    }
    give(user);
    return (given.isEmpty() || isEqual) && isOverdue(user.user(), schedule);
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
