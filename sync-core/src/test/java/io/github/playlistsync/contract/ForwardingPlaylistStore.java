package io.github.playlistsync.contract;

import io.github.playlistsync.memory.InMemoryPlaylistStore;
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

/** A store in memory, of which a subclass breaks one thing. */
class ForwardingPlaylistStore implements PlaylistStore {
  final PlaylistStore sound = InMemoryPlaylistStore.create();

  @Override
  public boolean isInTransaction() {
    return sound.isInTransaction();
  }

  @Override
  public Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids) {
    return sound.find(ids);
  }

  @Override
  public List<PlaylistId> ids(PlaylistId after, int limit) {
    return sound.ids(after, limit);
  }

  @Override
  public List<ItemRow> rows(PlaylistId id) {
    return sound.rows(id);
  }

  @Override
  public List<ItemRow> rows(PlaylistId id, int offset, int limit) {
    return sound.rows(id, offset, limit);
  }

  @Override
  public List<PlaylistId> playlistsWith(TrackUri uri, PlaylistId after, int limit) {
    return sound.playlistsWith(uri, after, limit);
  }

  @Override
  public Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
    return sound.tracks(uris);
  }

  @Override
  public void apply(PlaylistChange change) {
    sound.apply(change);
  }

  @Override
  public List<LibraryEntry> library(UserId user) {
    return sound.library(user);
  }

  @Override
  public List<LibraryEntry> library(UserId user, PlaylistId after, int limit) {
    return sound.library(user, after, limit);
  }

  @Override
  public Optional<LibraryEntry> entry(UserId user, PlaylistId playlist) {
    return sound.entry(user, playlist);
  }

  @Override
  public List<LibraryEntry> listings(PlaylistId playlist, UserId after, int limit) {
    return sound.listings(playlist, after, limit);
  }

  @Override
  public Optional<Instant> lastSync(UserId user) {
    return sound.lastSync(user);
  }

  @Override
  public void apply(LibraryChange change) {
    sound.apply(change);
  }

  @Override
  public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
    return sound.rowsAt(id, revision);
  }

  @Override
  public List<Revision> revisions(PlaylistId id, long before, int limit) {
    return sound.revisions(id, before, limit);
  }

  @Override
  public OptionalLong revisionAt(PlaylistId id, Instant time) {
    return sound.revisionAt(id, time);
  }

  @Override
  public int prune(PlaylistId id, long oldest, int limit) {
    return sound.prune(id, oldest, limit);
  }

  @Override
  public void save(PageCheckpoint page) {
    sound.save(page);
  }

  @Override
  public List<PageCheckpoint> pages(UserId user, PlaylistId playlist) {
    return sound.pages(user, playlist);
  }

  @Override
  public void dropPages(UserId user, PlaylistId playlist) {
    sound.dropPages(user, playlist);
  }

  @Override
  public int dropPagesBefore(Instant time) {
    return sound.dropPagesBefore(time);
  }

  @Override
  public List<PlaylistId> goneBefore(Instant time, int limit) {
    return sound.goneBefore(time, limit);
  }

  @Override
  public boolean purge(PlaylistId id, Instant time) {
    return sound.purge(id, time);
  }

  @Override
  public StoredUser user(UserId user) {
    return sound.user(user);
  }

  @Override
  public void saveSchedule(SyncSchedule schedule) {
    sound.saveSchedule(schedule);
  }

  @Override
  public void dropSchedule(JobSpec work) {
    sound.dropSchedule(work);
  }

  @Override
  public void saveSuspension(UserId user, Suspension suspension) {
    sound.saveSuspension(user, suspension);
  }

  @Override
  public Optional<StoredSchedule> schedule(JobSpec work) {
    return sound.schedule(work);
  }

  @Override
  public List<SyncSchedule> schedules(Collection<UserId> users) {
    return sound.schedules(users);
  }

  @Override
  public List<StoredSchedule> schedules(JobSpec after, int limit) {
    return sound.schedules(after, limit);
  }

  @Override
  public ChangePage changes(UserId user, String after, int limit) {
    return sound.changes(user, after, limit);
  }
}
