package io.github.playlistsync.internal.jobs;

import static java.util.stream.Collectors.toSet;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the queue the schedules that the store has, where the queue has none, another one, or one
 * that is never due, so that a queue that lost its data causes delay and no loss. What is overdue
 * then gets one job. Takes away what only the queue has, as a backup of Redis brings it back. What
 * fails for one schedule keeps no other from its turn. Several processes may do this at once:
 * repeating a step is harmless.
 */
public final class ScheduleReconciler implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ScheduleReconciler.class);
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
    new Periodic("Schedules were not reconciled", Duration.ZERO, period, this::reconcile).run();
  }

  /** Gives the queue what it lacks, and takes from it what only it has, once. */
  public void reconcile() {
    giveWhatTheStoreHas();
    takeWhatOnlyTheQueueHas();
  }

  private void giveWhatTheStoreHas() {
    JobSpec last = null;
    while (true) {
      List<StoredSchedule> page = store.schedules(last, PAGE);
      if (page.isEmpty()) {
        return;
      }
      List<JobSpec> overdue = new ArrayList<>();
      for (StoredSchedule stored : page) {
        attempt(
            () -> {
              if (givesToOverdue(stored)) {
                overdue.add(stored.schedule().spec());
              }
            });
      }
      if (!overdue.isEmpty()) {
        queue.ensureAll(overdue, Priority.LOW);
      }
      last = page.get(page.size() - 1).schedule().spec();
    }
  }

  private void takeWhatOnlyTheQueueHas() {
    JobSpec last = null;
    while (true) {
      List<SyncSchedule> page = queue.schedules(last, PAGE);
      if (page.isEmpty()) {
        return;
      }
      Set<UserId> users = page.stream().map(SyncSchedule::user).collect(toSet());
      Set<JobSpec> stored =
          store.schedules(users).stream().map(SyncSchedule::spec).collect(toSet());
      for (SyncSchedule given : page) {
        if (!stored.contains(given.spec())) {
          attempt(() -> give(given.spec()));
        }
      }
      last = page.get(page.size() - 1).spec();
    }
  }

  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (QueueUnavailableException | StoreUnavailableException away) {
      throw away;
    } catch (RuntimeException broken) {
      log.warn("A schedule was not reconciled: {}", broken.toString());
    }
  }

  /**
   * Gives the queue what it lacks of a schedule; returns whether it had none that could fall due,
   * and a sync is overdue.
   */
  private boolean givesToOverdue(StoredSchedule stored) {
    SyncSchedule schedule = wanted(stored);
    JobSpec work = schedule.spec();
    Optional<SyncSchedule> given = queue.scheduleOf(work);
    boolean isEqual = given.equals(Optional.of(schedule));
    if (isEqual && queue.nextDue(work).isPresent()) {
      return false;
    }
    if (isEqual) {
      // Setting an equal schedule again would change nothing.
      queue.unschedule(work);
    }
    return give(work) && (given.isEmpty() || isEqual) && isOverdue(schedule);
  }

  /**
   * Gives the queue the schedules that a user should have.
   *
   * @return what these sync
   */
  public List<JobSpec> give(UserId user) {
    List<JobSpec> work =
        store.schedules(List.of(user)).stream().map(SyncSchedule::spec).sorted().toList();
    work.forEach(this::give);
    return work;
  }

  /**
   * Gives the queue the schedule that some work should have, or takes it away. Schedules are stored
   * before they are queued, so what the store says afterward decides between two writers.
   *
   * @return whether it should have one
   */
  public boolean give(JobSpec work) {
    SyncSchedule wanted = wanted(work);
    SyncSchedule given;
    do {
      given = wanted;
      if (given == null) {
        queue.unschedule(work);
      } else {
        queue.schedule(given);
      }
      wanted = wanted(work);
    } while (!Objects.equals(given, wanted));
    return given != null;
  }

  private @Nullable SyncSchedule wanted(JobSpec work) {
    return store.schedule(work).map(ScheduleReconciler::wanted).orElse(null);
  }

  /**
   * The schedule that the queue should have. A suspended user is tried once a day: the refusal may
   * have been a mistake, and nobody may ever say that its reason is gone.
   */
  private static SyncSchedule wanted(StoredSchedule stored) {
    SyncSchedule usual = stored.schedule();
    boolean slower = stored.suspension() != null && usual.every().compareTo(WHILE_SUSPENDED) < 0;
    // A queue may keep no more than milliseconds, and then has another schedule for ever.
    return new SyncSchedule(
        usual.spec(),
        (slower ? WHILE_SUSPENDED : usual.every()).truncatedTo(ChronoUnit.MILLIS),
        usual.jitter().truncatedTo(ChronoUnit.MILLIS),
        usual.priority());
  }

  private boolean isOverdue(SyncSchedule schedule) {
    PlaylistId playlist = schedule.spec().playlist();
    Optional<Instant> last =
        playlist == null
            ? store.lastSync(schedule.user())
            : Optional.ofNullable(store.find(List.of(playlist)).get(playlist))
                .map(StoredPlaylist::syncedAt);
    return !last.map(sync -> sync.plus(schedule.every()))
        .orElse(Instant.MIN)
        .isAfter(clock.instant());
  }
}
