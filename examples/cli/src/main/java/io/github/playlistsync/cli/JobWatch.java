package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Shows a job until it ends: as bars on a terminal, or as one line per change. */
final class JobWatch {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int MOST_CHILDREN = 8;

  private final SyncEngine engine;
  private final Output output;
  private String shown = "";
  private int drawn;

  JobWatch(SyncEngine engine, Output output) {
    this.engine = engine;
    this.output = output;
  }

  /**
   * Watches until the end.
   *
   * @return the status in which it ended
   * @throws CommandFailedException if the job is unknown
   */
  JobStatus watch(JobId job) {
    try {
      while (true) {
        JobStatus status = engine.await(job, PERIOD).orElseThrow(() -> JobParameter.unknown(job));
        if (status.state().isEnd()) {
          return status;
        }
        show(status);
      }
    } finally {
      draw(List.of());
    }
  }

  private void show(JobStatus status) {
    if (output.json()) {
      return;
    }
    if (output.showsProgress()) {
      draw(bars(status));
      return;
    }
    String line = JobText.state(status);
    if (!line.equals(shown)) {
      output.line(line);
      shown = line;
    }
  }

  private List<String> bars(JobStatus status) {
    List<String> bars = new ArrayList<>();
    bars.add(JobText.bar(status));
    if (status.children().total() > 0) {
      JobFilter running =
          JobFilter.childrenOf(status.id()).in(JobState.RUNNING).limitedTo(MOST_CHILDREN);
      for (JobStatus child : engine.jobs(running).jobs()) {
        bars.add("  " + JobText.bar(child) + "  " + JobText.work(child));
      }
    }
    return bars;
  }

  /** Replaces the bars on the screen. */
  private void draw(List<String> bars) {
    PrintWriter err = output.err();
    if (drawn > 0) {
      err.print("\u001B[" + drawn + "A\r\u001B[J");
    }
    bars.forEach(bar -> err.println(cut(bar)));
    err.flush();
    drawn = bars.size();
  }

  private String cut(String bar) {
    int columns = output.width() - 1;
    return Printable.width(bar) <= columns ? bar : Printable.fit(bar, columns);
  }
}
