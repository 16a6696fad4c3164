package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The schedules, and when each is next due. Every exchange asks what is due, so that must not cost
 * a walk over all schedules. Guarded by the queue's lock.
 */
final class ScheduleTable {
  private final RandomGenerator random;
  private final NavigableMap<JobSpec, Entry> entries = new TreeMap<>();

  /** The users whose schedules do not fire. */
  private final Set<UserId> held = new HashSet<>();

  /** The entries of all other users. */
  private final NavigableSet<Entry> waiting =
      new TreeSet<>(Comparator.comparing(Entry::due).thenComparing(Entry::work));

  private Instant latest = Instant.MIN;

  ScheduleTable(RandomGenerator random) {
    this.random = random;
  }

  void set(SyncSchedule schedule, Instant now) {
    Entry old = entries.get(schedule.spec());
    if (old == null || !old.schedule.equals(schedule)) {
      put(new Entry(schedule, now.plus(period(schedule))));
      latest = now.isAfter(latest) ? now : latest;
    }
  }

  boolean remove(JobSpec work) {
    Entry old = entries.remove(work);
    if (old != null) {
      waiting.remove(old);
    }
    return old != null;
  }

  /** Lets no schedule of a user fire until {@link #release}. */
  void hold(UserId user) {
    held.add(user);
    of(user).forEach(waiting::remove);
  }

  void release(UserId user) {
    held.remove(user);
    waiting.addAll(of(user));
  }

  private Collection<Entry> of(UserId user) {
    // A user's library comes first, and what follows are their playlists.
    JobSpec first = JobSpec.user(user);
    return entries.tailMap(first, true).values().stream()
        .takeWhile(entry -> entry.work().user().equals(user))
        .toList();
  }

  Optional<SyncSchedule> of(JobSpec work) {
    return Optional.ofNullable(entries.get(work)).map(Entry::schedule);
  }

  List<SyncSchedule> page(@Nullable JobSpec after, int limit) {
    return (after == null ? entries : entries.tailMap(after, false))
        .values().stream().limit(limit).map(Entry::schedule).toList();
  }

  Optional<Instant> nextDue(JobSpec work) {
    return Optional.ofNullable(entries.get(work)).map(Entry::due);
  }

  /** Returns the earliest time at which a schedule is due. */
  Optional<Instant> nextDue() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().due);
  }

  /** Runs an action once for each schedule that is due, and sets when it is due again. */
  void fire(Instant now, Consumer<SyncSchedule> action) {
    if (now.isBefore(latest)) {
      bringNear(now);
    }
    latest = now;
    while (!waiting.isEmpty() && !waiting.first().due.isAfter(now)) {
      Entry entry = waiting.first();
      action.accept(entry.schedule);
      Duration period = period(entry.schedule);
      Instant next = entry.due.plus(period);
      put(new Entry(entry.schedule, next.isAfter(now) ? next : now.plus(period)));
    }
  }

  /** Brings near what a clock that was ahead put off. */
  private void bringNear(Instant now) {
    for (Entry entry : List.copyOf(entries.values())) {
      Instant last = now.plus(entry.schedule.every()).plus(entry.schedule.jitter());
      if (entry.due.isAfter(last)) {
        put(new Entry(entry.schedule, last));
      }
    }
  }

  private void put(Entry entry) {
    Entry old = entries.put(entry.work(), entry);
    if (old != null) {
      waiting.remove(old);
    }
    if (!held.contains(entry.work().user())) {
      waiting.add(entry);
    }
  }

  private Duration period(SyncSchedule schedule) {
    long jitter = schedule.jitter().toMillis();
    return schedule.every().plusMillis(jitter == 0 ? 0 : random.nextLong(jitter + 1));
  }

  private record Entry(SyncSchedule schedule, Instant due) {
    JobSpec work() {
      return schedule.spec();
    }
  }
}
