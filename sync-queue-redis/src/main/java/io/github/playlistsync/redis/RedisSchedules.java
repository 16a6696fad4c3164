package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The schedules, each in the partition of its user. */
final class RedisSchedules {
  private static final String LOOK_UP = "look up a schedule";

  /** Between a user and a playlist; neither can contain it. */
  private static final char SEPARATOR = '\0';

  /** The period and the jitter in milliseconds, and the priority. */
  private static final Pattern PLAN = Pattern.compile("(\\d{1,14}) (\\d{1,14}) ([012])");

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
    home(schedule.spec())
        .ask("set a schedule", Scripts.SCHEDULE, field(schedule.spec()), plan, part);
  }

  boolean unschedule(JobSpec work) {
    return home(work).ask("remove a schedule", Scripts.SCHEDULE, field(work), "", "0").equals("1");
  }

  Optional<SyncSchedule> scheduleOf(JobSpec work) {
    String plan = calls.get(LOOK_UP, calls.commands().hget(home(work).key("plan"), field(work)));
    return Optional.ofNullable(plan).flatMap(known -> read(work, known));
  }

  Optional<Instant> nextDue(JobSpec work) {
    Partition home = home(work);
    Double due = calls.get(LOOK_UP, calls.commands().zscore(home.key("sched"), field(work)));
    if (due != null) {
      return Optional.of(Instant.ofEpochMilli(due.longValue()));
    }
    String held = calls.get(LOOK_UP, calls.commands().hget(home.key("overdue"), field(work)));
    return Optional.ofNullable(held).map(JobFields::time);
  }

  List<SyncSchedule> page(@Nullable JobSpec after, int limit) {
    int first = after == null ? 0 : partitions.all().indexOf(home(after));
    Range<String> rest =
        after == null
            ? Range.unbounded()
            : Range.from(Range.Boundary.excluding(field(after)), Range.Boundary.unbounded());
    for (Partition partition : partitions.all().subList(first, partitions.all().size())) {
      List<SyncSchedule> page = page(partition, rest, limit);
      if (!page.isEmpty()) {
        return page;
      }
      rest = Range.unbounded();
    }
    return List.of();
  }

  /** The next schedules of a partition that can be read; empty if there are no more. */
  private List<SyncSchedule> page(Partition partition, Range<String> range, int limit) {
    Range<String> rest = range;
    while (true) {
      List<String> fields =
          calls.get(
              LOOK_UP,
              calls.commands().zrangebylex(partition.key("planned"), rest, Limit.from(limit)));
      if (fields.isEmpty()) {
        return List.of();
      }
      List<SyncSchedule> page = new ArrayList<>();
      List<KeyValue<String, String>> plans =
          calls.get(
              LOOK_UP,
              calls.commands().hmget(partition.key("plan"), fields.toArray(String[]::new)));
      for (KeyValue<String, String> plan : plans) {
        if (plan.hasValue()) {
          work(plan.getKey()).flatMap(work -> read(work, plan.getValue())).ifPresent(page::add);
        }
      }
      if (!page.isEmpty()) {
        return page;
      }
      String last = fields.get(fields.size() - 1);
      rest = Range.from(Range.Boundary.excluding(last), Range.Boundary.unbounded());
    }
  }

  private Partition home(JobSpec work) {
    return partitions.of(Objects.requireNonNull(work, "work").user());
  }

  private static String field(JobSpec work) {
    PlaylistId playlist = work.playlist();
    String user = work.user().value();
    return playlist == null ? user : user + SEPARATOR + playlist.value();
  }

  /** Empty if another version wrote it. */
  private static Optional<JobSpec> work(String field) {
    int end = field.indexOf(SEPARATOR);
    try {
      return Optional.of(
          end < 0
              ? JobSpec.user(UserId.of(field))
              : JobSpec.playlist(
                  UserId.of(field.substring(0, end)), PlaylistId.of(field.substring(end + 1))));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** Empty if another version wrote it. */
  private static Optional<SyncSchedule> read(JobSpec work, String plan) {
    Matcher parts = PLAN.matcher(plan);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SyncSchedule(
              work,
              Duration.ofMillis(Long.parseLong(parts.group(1))),
              Duration.ofMillis(Long.parseLong(parts.group(2))),
              JobFields.priority(parts.group(3))));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
