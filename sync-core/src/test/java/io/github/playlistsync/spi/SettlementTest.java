package io.github.playlistsync.spi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobWork.Settlement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final JobSpec PLAYLIST = JobSpec.playlist(ANNA, PlaylistId.of("p1"));

  @Test
  void aLibraryIsSplitIntoPlaylists() {
    assertThatCode(() -> split(JobSpec.user(ANNA), PLAYLIST)).doesNotThrowAnyException();
  }

  @Test
  void whatWouldBeSplitAgainOrWaitForItselfIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(PLAYLIST, PLAYLIST))
        .withMessage("the job that fans out is of type SYNC_PLAYLIST; expected SYNC_USER");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(JobSpec.user(ANNA), JobSpec.user(ANNA)))
        .withMessage("a child is of type SYNC_USER; expected SYNC_PLAYLIST");
  }

  @Test
  void aChildOfAnotherUserIsRefused() {
    JobSpec theirs = JobSpec.playlist(UserId.of("bob"), PlaylistId.of("p1"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> split(JobSpec.user(ANNA), theirs))
        .withMessageContaining("expected the parent's user anna");
  }

  private static void split(JobSpec job, JobSpec child) {
    JobLease lease =
        new JobLease(
            JobId.of("j1"), job, Priority.NORMAL, 1, 1, Instant.parse("2026-11-01T12:00:00Z"));
    JobOutcome split =
        new JobOutcome.FannedOut("planned", List.of(new JobOutcome.Child(child, Priority.LOW)));
    Settlement unused = new Settlement(lease, split);
  }
}
