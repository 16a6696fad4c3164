package io.github.playlistsync.cli;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Passes on how far a run is, but not the result of each playlist.
 *
 * @param listener receives the rest
 */
record ProgressOnly(SyncListener listener) implements SyncListener {
  @Override
  public void progress(UserId user, @Nullable PlaylistId playlist, Progress progress) {
    listener.progress(user, playlist, progress);
  }

  @Override
  public void waiting(UserId user, Instant until, String reason) {
    listener.waiting(user, until, reason);
  }

  @Override
  public void ended(SyncReport report) {
    listener.ended(report);
  }
}
