package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.QueueRepair;
import io.github.playlistsync.model.QueueRepair.Finding;
import io.github.playlistsync.model.QueueRepair.Kind;
import io.github.playlistsync.model.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Repairs all partitions, step by step. Each step is a script of some milliseconds, and keeps
 * nothing here that would be wrong if others change the jobs meanwhile.
 */
final class RedisRepair {
  /**
   * What to look at, in this order: what another place tells is recalled before jobs are judged.
   */
  private static final List<Task> ORDER =
      List.of(
          Task.of("meta"),
          Task.of("named"),
          Task.of("tokens"),
          Task.of("owners"),
          Task.of("jobs"),
          Task.of("orphans"),
          Task.set("ready"),
          Task.set("parked"),
          Task.set("held"),
          Task.set("due"),
          Task.set("lease"),
          Task.set("wait"),
          Task.set("done"),
          Task.set("canceled"),
          Task.set("dead"),
          Task.of("yield"),
          Task.of("work"),
          Task.of("parents"),
          Task.of("users"),
          Task.of("counts"),
          Task.of("plans"),
          Task.of("planned"),
          Task.of("due"),
          Task.of("overdue"),
          Task.of("next"));

  private static final int FINDING_SIZE = 5;

  private final List<Finding> findings = new ArrayList<>();
  private long checked;
  private long mended;
  private long left;

  private RedisRepair() {}

  static QueueRepair run(Partitions partitions) {
    RedisRepair repair = new RedisRepair();
    partitions.all().forEach(repair::run);
    return new QueueRepair(repair.checked, repair.mended, repair.left, repair.findings);
  }

  private void run(Partition partition) {
    Deque<Task> tasks = new ArrayDeque<>(ORDER);
    while (!tasks.isEmpty()) {
      Task task = tasks.pop();
      List<?> answer =
          (List<?>)
              partition
                  .calls()
                  .join(
                      "repair the queue",
                      partition.run(
                          Scripts.REPAIR, List.of(task.kind, task.subject, task.progress)));
      String progress = (String) answer.get(0);
      checked += (Long) answer.get(1);
      read((List<?>) answer.get(2));
      if (!progress.isEmpty()) {
        tasks.push(new Task(task.kind, task.subject, progress));
      }
      List<?> more = (List<?>) answer.get(3);
      for (int i = 0; i < more.size(); i += 2) {
        tasks.push(new Task((String) more.get(i), (String) more.get(i + 1), ""));
      }
    }
  }

  private void read(List<?> found) {
    for (int i = 0; i < found.size(); i += FINDING_SIZE) {
      boolean isMended = found.get(i + 1).equals("1");
      mended += isMended ? 1 : 0;
      left += isMended ? 0 : 1;
      if (findings.size() < QueueRepair.MAX_FINDINGS) {
        findings.add(
            new Finding(
                Kind.valueOf((String) found.get(i)),
                id((String) found.get(i + 2), JobId::of),
                id((String) found.get(i + 3), UserId::of),
                (String) found.get(i + 4),
                isMended));
      }
    }
  }

  /** Reads an id, which may be as damaged as what it is of. */
  private static <T> @Nullable T id(String text, Function<String, T> reader) {
    try {
      return text.isEmpty() ? null : reader.apply(text);
    } catch (IllegalArgumentException damaged) {
      return null;
    }
  }

  /** Something to look at, and from where on. */
  private record Task(String kind, String subject, String progress) {
    static Task of(String kind) {
      return new Task(kind, "", "");
    }

    static Task set(String name) {
      return new Task("set", name, "");
    }
  }
}
