package io.github.playlistsync.internal.run;

import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The store for a dry run: reads pass through, writes are dropped. */
final class PreviewStore implements PlaylistStore {
  private final PlaylistStore store;

  PreviewStore(PlaylistStore store) {
    this.store = store;
  }

  @Override
  public boolean isInTransaction() {
    return store.isInTransaction();
  }

  @Override
  public Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids) {
    return store.find(ids);
  }

  @Override
  public List<PlaylistId> ids(@Nullable PlaylistId after, int limit) {
    return store.ids(after, limit);
  }

  @Override
  public List<ItemRow> rows(PlaylistId id) {
    return store.rows(id);
  }

  @Override
  public List<ItemRow> rows(PlaylistId id, int offset, int limit) {
    return store.rows(id, offset, limit);
  }

  @Override
  public List<PlaylistId> playlistsWith(TrackUri uri, @Nullable PlaylistId after, int limit) {
    return store.playlistsWith(uri, after, limit);
  }

  @Override
  public Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
    return store.tracks(uris);
  }

  @Override
  public void apply(PlaylistChange change) {}

  @Override
  public List<LibraryEntry> library(UserId user) {
    return store.library(user);
  }

  @Override
  public List<LibraryEntry> library(UserId user, @Nullable PlaylistId after, int limit) {
    return store.library(user, after, limit);
  }

  @Override
  public Optional<LibraryEntry> entry(UserId user, PlaylistId playlist) {
    return store.entry(user, playlist);
  }

  @Override
  public List<LibraryEntry> listings(PlaylistId playlist, @Nullable UserId after, int limit) {
    return store.listings(playlist, after, limit);
  }

  @Override
  public Optional<Instant> lastSync(UserId user) {
    return store.lastSync(user);
  }

  @Override
  public void apply(LibraryChange change) {}

  @Override
  public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
    return store.rowsAt(id, revision);
  }

  @Override
  public List<Revision> revisions(PlaylistId id, long before, int limit) {
    return store.revisions(id, before, limit);
  }

  @Override
  public OptionalLong revisionAt(PlaylistId id, Instant time) {
    return store.revisionAt(id, time);
  }

  @Override
  public int prune(PlaylistId id, long oldest, int limit) {
    return 0;
  }

  @Override
  public void save(PageCheckpoint page) {}

  @Override
  public List<PageCheckpoint> pages(UserId user, PlaylistId playlist) {
    return List.of();
  }

  @Override
  public void dropPages(UserId user, PlaylistId playlist) {}

  @Override
  public int dropPagesBefore(Instant time) {
    return 0;
  }

  @Override
  public List<PlaylistId> goneBefore(Instant time, int limit) {
    return store.goneBefore(time, limit);
  }

  @Override
  public boolean purge(PlaylistId id, Instant time) {
    return false;
  }

  @Override
  public StoredUser user(UserId user) {
    return store.user(user);
  }

  @Override
  public void saveSchedule(SyncSchedule schedule) {}

  @Override
  public void dropSchedule(JobSpec work) {}

  @Override
  public void saveSuspension(UserId user, @Nullable Suspension suspension) {}

  @Override
  public Optional<StoredSchedule> schedule(JobSpec work) {
    return store.schedule(work);
  }

  @Override
  public List<SyncSchedule> schedules(Collection<UserId> users) {
    return store.schedules(users);
  }

  @Override
  public List<StoredSchedule> schedules(@Nullable JobSpec after, int limit) {
    return store.schedules(after, limit);
  }

  @Override
  public ChangePage changes(UserId user, @Nullable String after, int limit) {
    return store.changes(user, after, limit);
  }
}
