package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.Collection;
import java.util.List;

/** What the owner of a playlist is told of its visibility, which outranks what others are told. */
final class OwnersView {
  private static final int TRIES = 3;
  private static final int READERS = 10;

  private OwnersView() {}

  /**
   * Ends the owner's view of playlists that leave their owner's list, since nobody would renew it.
   * What a reader was told last takes its place, if there is one.
   */
  static void end(PlaylistStore store, UserId user, Collection<PlaylistId> gone) {
    if (gone.isEmpty()) {
      return;
    }
    for (StoredPlaylist stored : store.find(gone).values()) {
      end(store, user, stored);
    }
  }

  private static void end(PlaylistStore store, UserId user, StoredPlaylist found) {
    StoredPlaylist stored = found;
    for (int tries = 1; stored.ownerView() && stored.playlist().isOwnedBy(user); tries++) {
      try {
        store.apply(withoutView(stored, readersView(store, stored)));
        return;
      } catch (StaleVersionException overtaken) {
        StoredPlaylist newer = store.find(List.of(stored.id())).get(stored.id());
        if (newer == null) {
          return;
        }
        if (tries == TRIES) {
          throw overtaken;
        }
        stored = newer;
      }
    }
  }

  private static Visibility readersView(PlaylistStore store, StoredPlaylist stored) {
    return store.listings(stored.id(), null, READERS).stream()
        .filter(entry -> !stored.playlist().isOwnedBy(entry.user()))
        .map(LibraryEntry::visibility)
        .filter(told -> told != Visibility.UNKNOWN)
        .findFirst()
        .orElse(stored.playlist().visibility());
  }

  private static PlaylistChange withoutView(StoredPlaylist stored, Visibility visibility) {
    return new PlaylistChange(
        stored.version(),
        new StoredPlaylist(
            stored.playlist().withVisibility(visibility),
            false,
            stored.snapshot(),
            stored.counts(),
            stored.revision(),
            stored.version() + 1,
            stored.syncedAt()),
        null,
        List.of(),
        List.of(),
        List.of(),
        null);
  }
}
