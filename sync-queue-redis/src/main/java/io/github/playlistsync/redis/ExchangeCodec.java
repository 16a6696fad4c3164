package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the arguments of {@code exchange.lua} and reads its answer. */
final class ExchangeCodec {
  private static final String ABSENT = "\0";

  /** Stands in a lease for a spec that cannot be read. */
  private static final JobSpec UNREADABLE = JobSpec.user(UserId.of("unreadable"));

  private ExchangeCodec() {}

  static void write(Settlement settlement, Partition partition, List<String> to) {
    to.add(settlement.lease().job().value());
    to.add(Long.toString(settlement.lease().token()));
    Progress progress = settlement.progress();
    to.add(progress == null ? ABSENT : JobFields.progress(progress));
    JobOutcome outcome = settlement.outcome();
    if (outcome instanceof JobOutcome.Succeeded succeeded) {
      write(to, "S", succeeded.report(), ABSENT);
    } else if (outcome instanceof JobOutcome.Failed failed) {
      write(to, "F", failed.error(), failed.report());
    } else if (outcome instanceof JobOutcome.Retry retry) {
      write(to, "R", Long.toString(retry.delay().toMillis()), retry.error());
    } else if (outcome instanceof JobOutcome.Deferred deferred) {
      write(to, "D", Long.toString(deferred.delay().toMillis()), deferred.reason());
    } else if (outcome instanceof JobOutcome.Canceled) {
      write(to, "C", ABSENT, ABSENT);
    } else if (outcome instanceof JobOutcome.FannedOut fannedOut) {
      write(to, "W", fannedOut.report(), Integer.toString(fannedOut.children().size()));
      fannedOut.children().forEach(child -> write(child, partition, to));
    } else {
      write(to, "H", ABSENT, ABSENT);
    }
  }

  static void write(JobOutcome.Child child, Partition partition, List<String> to) {
    to.add(partition.newId().value());
    to.add(JobFields.type(child.spec()));
    to.add(JobFields.playlist(child.spec()));
    to.add(JobFields.priority(child.priority()));
  }

  private static void write(List<String> to, String kind, String first, @Nullable String second) {
    to.add(kind);
    to.add(first);
    to.add(second == null ? ABSENT : second);
  }

  /**
   * The answer of the script.
   *
   * @param untilDue the time until something falls due; null for never
   * @param refused the indexes of the refused settlements
   * @param taken the jobs of each caller
   * @param isUnfinished whether the script stopped looking for jobs, so that it does not take long
   */
  record Answer(
      @Nullable Duration untilDue,
      List<Integer> refused,
      List<List<Taken>> taken,
      boolean isUnfinished) {

    static Answer read(Object answer) {
      List<?> parts = (List<?>) answer;
      long wait = Long.parseLong((String) parts.get(0));
      List<Integer> refused =
          ((List<?>) parts.get(1)).stream().map(index -> ((Long) index).intValue()).toList();
      List<List<Taken>> taken = new ArrayList<>();
      for (Object caller : (List<?>) parts.get(2)) {
        taken.add(((List<?>) caller).stream().map(Taken::read).toList());
      }
      boolean isUnfinished = Long.valueOf(1).equals(parts.get(3));
      return new Answer(wait < 0 ? null : Duration.ofMillis(wait), refused, taken, isUnfinished);
    }
  }

  /**
   * A job that a caller took.
   *
   * @param lease its lease, with a stand-in for the spec if there is a problem
   * @param problem why its spec cannot be read; null if it can
   */
  record Taken(JobLease lease, @Nullable String problem) {

    private static Taken read(Object job) {
      List<String> fields = ((List<?>) job).stream().map(String::valueOf).toList();
      try {
        return new Taken(
            lease(fields, JobFields.spec(fields.get(4), fields.get(5), fields.get(6))), null);
      } catch (IllegalArgumentException e) {
        return new Taken(lease(fields, UNREADABLE), "it cannot be read: " + e.getMessage());
      }
    }

    private static JobLease lease(List<String> fields, JobSpec spec) {
      return new JobLease(
          JobId.of(fields.get(0)),
          spec,
          JobFields.priority(fields.get(7)),
          Integer.parseInt(fields.get(3)),
          Long.parseLong(fields.get(1)),
          JobFields.time(fields.get(2)));
    }
  }
}
