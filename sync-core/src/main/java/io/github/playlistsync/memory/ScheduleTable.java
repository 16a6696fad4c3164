package io.github.playlistsync.memory;

import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The schedules, and when each is next due. Guarded by the queue's lock. */
final class ScheduleTable {
  private final RandomGenerator random;
  private final Map<UserId, Entry> entries = new TreeMap<>();

  ScheduleTable(RandomGenerator random) {
    this.random = random;
  }

  void set(SyncSchedule schedule, Instant now) {
    Entry old = entries.get(schedule.user());
    if (old == null || !old.schedule.equals(schedule)) {
      entries.put(schedule.user(), new Entry(schedule, now.plus(period(schedule))));
    }
  }

  boolean remove(UserId user) {
    return entries.remove(user) != null;
  }

  Optional<SyncSchedule> of(UserId user) {
    return Optional.ofNullable(entries.get(user)).map(Entry::schedule);
  }

  Optional<Instant> nextDue(UserId user) {
    return Optional.ofNullable(entries.get(user)).map(Entry::due);
  }

  /** Returns the earliest time at which a schedule is due. */
  Optional<Instant> nextDue(Predicate<UserId> held) {
    return entries.entrySet().stream()
        .filter(entry -> !held.test(entry.getKey()))
        .map(entry -> entry.getValue().due)
        .min(Instant::compareTo);
  }

  /** Runs an action once for each schedule that is due, and sets when it is due again. */
  void fire(Instant now, Predicate<UserId> held, Consumer<SyncSchedule> action) {
    entries.replaceAll(
        (user, entry) -> {
          if (entry.due.isAfter(now) || held.test(user)) {
            return entry.notAfter(now.plus(entry.schedule.every()).plus(entry.schedule.jitter()));
          }
          action.accept(entry.schedule);
          Duration period = period(entry.schedule);
          Instant next = entry.due.plus(period);
          return new Entry(entry.schedule, next.isAfter(now) ? next : now.plus(period));
        });
  }

  private Duration period(SyncSchedule schedule) {
    long jitter = schedule.jitter().toMillis();
    return schedule.every().plusMillis(jitter == 0 ? 0 : random.nextLong(jitter + 1));
  }

  private record Entry(SyncSchedule schedule, Instant due) {

    /** Brings near what a clock that was ahead put off. */
    Entry notAfter(Instant latest) {
      return due.isAfter(latest) ? new Entry(schedule, latest) : this;
    }
  }
}
