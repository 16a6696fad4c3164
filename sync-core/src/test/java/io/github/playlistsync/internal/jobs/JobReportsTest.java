package io.github.playlistsync.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.internal.codec.ReportCodec;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobReportsTest {
  private static final UserId ANNA = UserId.of("anna");

  @Test
  void aPlaylistThatSucceededIsNotFailedWhereItsReportCannotBeRead() {
    SyncReport own =
        new SyncReport(
            ANNA,
            SyncOutcome.COMPLETE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new SyncReport.Cost(1, 0, 0, Duration.ZERO, Map.of()),
            null);
    try (InMemoryJobQueue queue = InMemoryJobQueue.create()) {
      JobId job = queue.enqueue(JobSpec.user(ANNA), Priority.LOW);
      settleNext(
          queue, new JobOutcome.FannedOut(ReportCodec.write(own), List.of(child("a"), child("b"))));
      settleNext(queue, new JobOutcome.Succeeded("report 99"));
      settleNext(queue, new JobOutcome.Failed("503", null));

      SyncReport report =
          new JobReports(queue, InMemoryPlaylistStore.create()).of(job).orElseThrow();

      assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
      assertThat(report.playlists())
          .extracting(PlaylistReport::outcome)
          .containsExactly(PlaylistOutcome.FAILED);
      assertThat(report.problems())
          .extracting(Problem::code)
          .containsExactly(Problem.Code.REPORT_CUT);
    }
  }

  private static JobOutcome.Child child(String playlist) {
    return new JobOutcome.Child(JobSpec.playlist(ANNA, PlaylistId.of(playlist)), Priority.LOW);
  }

  private static void settleNext(InMemoryJobQueue queue, JobOutcome outcome) {
    var lease = queue.exchange("worker", List.of(), 1, Duration.ZERO).leases().get(0);
    queue.exchange(
        "worker", List.of(new Settlement(lease, outcome, Progress.NONE)), 0, Duration.ZERO);
  }
}
