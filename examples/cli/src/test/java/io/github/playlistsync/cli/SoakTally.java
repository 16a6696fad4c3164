package io.github.playlistsync.cli;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Adds up what happened in a soak. */
final class SoakTally implements SyncListener {
  static final String HEADER =
      "round  edits  faults   calls    rows  held  deferred  versions     s  heap MB";

  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger deferred = new AtomicInteger();
  private final AtomicLong rows = new AtomicLong();
  private long looksBefore;
  private int faultsBefore;

  @Override
  public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
    outcomes.merge(report.outcome().name(), 1, Integer::sum);
    if (report.outcome() == PlaylistOutcome.HELD
        || report.problems().stream()
            .anyMatch(problem -> problem.code() == Problem.Code.CONFIRMED)) {
      held.incrementAndGet();
    }
    if (report.failure() != null) {
      failures.merge(report.failure().kind(), 1, Integer::sum);
    }
  }

  @Override
  public void ended(SyncReport report) {
    rows.addAndGet(report.cost().rowsWritten());
  }

  void ran(SyncReport report) {
    boolean waits =
        Stream.concat(
                Stream.ofNullable(report.failure()),
                report.playlists().stream().flatMap(p -> Stream.ofNullable(p.failure())))
            .anyMatch(failure -> failure.retryAt() != null);
    if (waits) {
      deferred.incrementAndGet();
    }
  }

  void print(int round, int edits, SoakStage stage, long nanos) {
    int faults =
        stage.simulator.faults().drawn().values().stream().mapToInt(Integer::intValue).sum();
    long looks = stage.states.looks();
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.printf(
        "%5d %6d %7d %7d %7d %5d %9d %9d %5d %8d%n",
        round,
        edits,
        faults - faultsBefore,
        stage.simulator.log().count(),
        rows.getAndSet(0),
        held.getAndSet(0),
        deferred.getAndSet(0),
        looks - looksBefore,
        TimeUnit.NANOSECONDS.toSeconds(nanos),
        heap >> 20);
    faultsBefore = faults;
    looksBefore = looks;
    stage.simulator.log().clear();
  }

  Map<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }
}
