package io.github.playlistsync.redis;

import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.util.ArrayList;
import java.util.List;

/**
 * Enqueues the children of a job in steps if they are many, so that no script holds up Redis for
 * long. The job runs meanwhile, and its settlement brings the last of them. If its worker dies
 * between the steps, it runs again, and finds the children that are there.
 */
final class LongPlans {
  private static final int STEP = 200;

  private final Partitions partitions;

  LongPlans(Partitions partitions) {
    this.partitions = partitions;
  }

  /** Takes all steps but the last; returns the settlements that are left. */
  List<Settlement> begin(List<Settlement> settlements) {
    List<Settlement> left = new ArrayList<>(settlements.size());
    for (Settlement settlement : settlements) {
      left.add(
          settlement.outcome() instanceof JobOutcome.FannedOut plan && plan.children().size() > STEP
              ? begin(settlement, plan)
              : settlement);
    }
    return left;
  }

  private Settlement begin(Settlement settlement, JobOutcome.FannedOut plan) {
    JobLease lease = settlement.lease();
    List<JobOutcome.Child> children = plan.children();
    int from = 0;
    while (children.size() - from > STEP && add(lease, children.subList(from, from + STEP))) {
      from += STEP;
    }
    int last = Math.min(STEP, children.size() - from);
    return new Settlement(
        lease,
        new JobOutcome.FannedOut(plan.report(), children.subList(from, from + last)),
        settlement.progress());
  }

  /** Adds some children; returns whether the job still wants more. */
  private boolean add(JobLease lease, List<JobOutcome.Child> children) {
    return partitions
        .of(lease.job())
        .map(
            home -> {
              List<String> arguments = new ArrayList<>(2 + 4 * children.size());
              arguments.add(lease.job().value());
              arguments.add(Long.toString(lease.token()));
              children.forEach(child -> ExchangeCodec.write(child, home, arguments));
              return home.ask("settle jobs", Scripts.CHILDREN, arguments.toArray(String[]::new));
            })
        .filter("1"::equals)
        .isPresent();
  }
}
