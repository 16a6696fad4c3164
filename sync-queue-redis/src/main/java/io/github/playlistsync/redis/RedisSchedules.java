package io.github.playlistsync.redis;

import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The schedules of users, each in the partition of its user. */
final class RedisSchedules {
  private final Partitions partitions;
  private final RedisCalls calls;

  RedisSchedules(Partitions partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.calls = calls;
  }

  void schedule(SyncSchedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    long jitter = schedule.jitter().toMillis();
    String plan =
        schedule.every().toMillis() + " " + jitter + " " + JobFields.priority(schedule.priority());
    String part = Long.toString(ThreadLocalRandom.current().nextLong(jitter + 1));
    UserId user = schedule.user();
    partitions.of(user).ask("set a schedule", Scripts.SCHEDULE, user.value(), plan, part);
  }

  boolean unschedule(UserId user) {
    Objects.requireNonNull(user, "user");
    return partitions
        .of(user)
        .ask("remove a schedule", Scripts.SCHEDULE, user.value(), "", "0")
        .equals("1");
  }

  Optional<SyncSchedule> scheduleOf(UserId user) {
    Objects.requireNonNull(user, "user");
    String key = partitions.of(user).key("plan");
    String plan = calls.get("look up a schedule", calls.commands().hget(key, user.value()));
    if (plan == null) {
      return Optional.empty();
    }
    String[] parts = plan.split(" ", -1);
    return Optional.of(
        new SyncSchedule(
            user,
            Duration.ofMillis(Long.parseLong(parts[0])),
            Duration.ofMillis(Long.parseLong(parts[1])),
            JobFields.priority(parts[2])));
  }

  Optional<Instant> nextDue(UserId user) {
    Objects.requireNonNull(user, "user");
    Partition home = partitions.of(user);
    Double due =
        calls.get("look up a schedule", calls.commands().zscore(home.key("sched"), user.value()));
    if (due != null) {
      return Optional.of(Instant.ofEpochMilli(due.longValue()));
    }
    String held =
        calls.get("look up a schedule", calls.commands().hget(home.key("overdue"), user.value()));
    return Optional.ofNullable(held).map(JobFields::time);
  }
}
