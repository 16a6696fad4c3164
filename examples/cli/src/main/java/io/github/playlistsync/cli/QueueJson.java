package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobCounts;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.spi.spotify.RequestGate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of the whole queue, as {@code --json} prints it. */
record QueueJson(Map<String, Long> jobs, Calls calls) {

  static QueueJson of(JobCounts counts, RequestGate.Status gate) {
    Map<String, Long> jobs = new LinkedHashMap<>();
    for (JobState state : JobState.values()) {
      jobs.put(state.name(), counts.in(state));
    }
    return new QueueJson(
        jobs,
        new Calls(
            gate.inFlight(),
            gate.callsLastDay(),
            gate.closedUntil() == null ? null : gate.closedUntil().toString(),
            gate.minGap().toMillis()));
  }

  /** The same in words. */
  void print(Output output) {
    TextTable table = new TextTable("STATE", "JOBS").numbers(1);
    jobs.forEach((state, number) -> table.add(state, Printable.number(number)));
    output.table(table);
    output.line(
        "%,d calls to Spotify in the last day, %d under way%s"
            .formatted(
                calls.lastDay,
                calls.inFlight,
                calls.closedUntil == null ? "" : "; none before " + calls.closedUntil));
  }

  /** The budget of calls to Spotify that all processes share. */
  record Calls(int inFlight, long lastDay, @Nullable String closedUntil, long minGapMs) {}
}
