package io.github.playlistsync.internal.jobs;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.RunControl;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps when a list was dealt with whose playlists all have jobs of their own. A call counts a list
 * unless all of its playlists failed; so the first child that succeeds lets its parent's list
 * count.
 */
final class ParentLists {
  private static final Logger log = LoggerFactory.getLogger(ParentLists.class);
  private static final int MOST_PARENTS = 1_000;

  private final JobQueue queue;
  private final PlaylistStore store;
  private final Set<JobId> counted =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
                  return size() > MOST_PARENTS;
                }
              }));

  ParentLists(JobQueue queue, PlaylistStore store) {
    this.queue = queue;
    this.store = store;
  }

  /** The run of a job for a playlist succeeded. */
  void synced(JobLease child, RunControl control) {
    try {
      queue.status(child.job()).map(JobStatus::parent).ifPresent(id -> count(id, child, control));
    } catch (SyncInterruptedException stopped) {
      throw stopped;
    } catch (RuntimeException unknown) {
      log.warn("The last sync of {} is not kept: {}", child.spec().user(), unknown.getMessage());
    }
  }

  private void count(JobId parent, JobLease child, RunControl control) {
    if (counted.contains(parent)) {
      return;
    }
    UserId user = child.spec().user();
    queue
        .status(parent)
        .map(job -> job.times().started())
        .map(started -> started.truncatedTo(ChronoUnit.MICROS))
        .map(started -> new LibraryChange.Read(started, null))
        .filter(read -> isNews(read, store.lastSync(user).orElse(null)))
        .ifPresent(
            read -> {
              control.check();
              store.apply(new LibraryChange(user, List.of(), read));
            });
    counted.add(parent);
  }

  private static boolean isNews(LibraryChange.Read read, @Nullable Instant lastSync) {
    return !read.isOutdatedBy(lastSync) && !Objects.equals(read.at(), lastSync);
  }
}
