package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a playlist is told of its visibility, which outranks what others are told. It
 * ends when the owner leaves the playlist, since nobody would renew it: with the departure if a
 * reader is told otherwise by then, else when one is.
 */
final class OwnersView {
  private static final int TRIES = 3;
  private static final int READERS = 10;

  private OwnersView() {}

  /** What is stored, without the owner's view if {@code told} differs and the owner left. */
  static @Nullable StoredPlaylist inForce(
      PlaylistStore store, @Nullable StoredPlaylist stored, Playlist told) {
    if (stored == null
        || !stored.ownerView()
        || stored.playlist().ownerId() == null
        || told.visibility() == Visibility.UNKNOWN
        || told.visibility() == stored.playlist().visibility()) {
      return stored;
    }
    UserId owner = UserId.of(stored.playlist().ownerId());
    boolean has = store.entry(owner, stored.id()).filter(LibraryEntry::isListed).isPresent();
    return has ? stored : without(stored, stored.playlist().visibility(), stored.version());
  }

  /** Ends it for playlists that leave their owner's list, where a reader is told otherwise. */
  static void end(PlaylistStore store, RunContext run, Collection<PlaylistId> gone) {
    if (gone.isEmpty()) {
      return;
    }
    for (StoredPlaylist stored : store.find(gone).values()) {
      if (stored.ownerView() && stored.playlist().isOwnedBy(run.user())) {
        end(store, run, stored);
      }
    }
  }

  private static void end(PlaylistStore store, RunContext run, StoredPlaylist found) {
    StoredPlaylist stored = found;
    for (int tries = 1; stored != null && stored.ownerView(); tries++) {
      Optional<Visibility> told = toldOtherwise(store, stored);
      if (told.isEmpty()) {
        return;
      }
      StoredPlaylist after = without(stored, told.get(), stored.version() + 1);
      PlaylistChange change =
          new PlaylistChange(stored.version(), after, null, List.of(), List.of(), List.of(), null);
      run.checkCanceled();
      try {
        store.apply(change);
        run.wrote(change.rows(), change.itemRows());
        return;
      } catch (StaleVersionException overtaken) {
        if (tries == TRIES) {
          throw overtaken;
        }
        stored = store.find(List.of(found.id())).get(found.id());
      }
    }
  }

  private static Optional<Visibility> toldOtherwise(PlaylistStore store, StoredPlaylist stored) {
    return store.listings(stored.id(), null, READERS).stream()
        .filter(entry -> !stored.playlist().isOwnedBy(entry.user()))
        .map(LibraryEntry::visibility)
        .filter(told -> told != Visibility.UNKNOWN && told != stored.playlist().visibility())
        .findFirst();
  }

  private static StoredPlaylist without(
      StoredPlaylist stored, Visibility visibility, long version) {
    return new StoredPlaylist(
        stored.playlist().withVisibility(visibility),
        false,
        stored.snapshot(),
        stored.counts(),
        stored.revision(),
        version,
        stored.syncedAt());
  }
}
