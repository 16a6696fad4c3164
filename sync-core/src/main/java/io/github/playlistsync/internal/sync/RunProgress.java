package io.github.playlistsync.internal.sync;

import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.spi.spotify.ItemPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the playlists of a run that are done. The time left is estimated from calls, since a
 * playlist of 10,000 items takes 200 times as long as one of 50.
 */
final class RunProgress {
  private static final int FIRST_PAGE = 100;

  private final RunContext run;
  private int total;
  private int done;
  private long callsExpected;
  private long callsDone;
  private Instant begun;

  RunProgress(RunContext run) {
    this.run = run;
    this.begun = run.clock().instant();
  }

  synchronized void planned(List<PlannedPlaylist> playlists) {
    total = playlists.size();
    callsExpected = playlists.stream().mapToLong(RunProgress::calls).sum();
    begun = run.clock().instant();
    announce(Progress.Phase.READ);
  }

  synchronized void done(PlannedPlaylist planned) {
    done++;
    callsDone += calls(planned);
    announce(Progress.Phase.READ);
  }

  synchronized void finished() {
    announce(Progress.Phase.DONE);
  }

  private void announce(Progress.Phase phase) {
    Progress progress = new Progress(phase, done, (long) total, Progress.Unit.PLAYLISTS, eta());
    run.progress(null, progress);
  }

  private @Nullable Duration eta() {
    if (callsDone == 0) {
      return null;
    }
    Duration taken = Duration.between(begun, run.clock().instant());
    return taken.isNegative()
        ? null
        : taken.multipliedBy(callsExpected - callsDone).dividedBy(callsDone);
  }

  private static long calls(PlannedPlaylist planned) {
    if (planned.need().isSettledByList()) {
      return 0;
    }
    Integer items = planned.listed() == null ? null : planned.listed().total();
    if (items == null || items <= FIRST_PAGE) {
      return 1;
    }
    return 2L + (items - FIRST_PAGE + ItemPage.MAX_LIMIT - 1) / ItemPage.MAX_LIMIT;
  }
}
