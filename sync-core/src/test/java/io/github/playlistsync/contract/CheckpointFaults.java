package io.github.playlistsync.contract;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that keep pages wrongly. */
final class CheckpointFaults {
  private CheckpointFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "the playlist is not looked at", AnyPlaylist::new, "givesNothingWhereNothingWasSaved"),
        Fault.of("contents are cut", ShortContents::new, "keepsEveryPartOfAPage"),
        Fault.of(
            "pages need a stored playlist",
            StoredPlaylistsOnly::new,
            "keepsPagesOfAPlaylistThatIsNotStoredYet"),
        Fault.of("pages come backwards", Backwards::new, "givesPagesByOffset"),
        Fault.of(
            "the first page of an offset stands",
            FirstStands::new,
            "overwritesThePageOfTheSameSnapshotAndOffset"),
        Fault.of(
            "one page an offset, whatever the snapshot",
            AnySnapshot::new,
            "keepsPagesOfDifferentSnapshots"),
        Fault.of("all pages of a user are dropped", DroppingAll::new, "dropsThePagesOfOneRead"),
        Fault.of(
            "pages saved at that time are dropped too",
            DroppingMore::new,
            "dropsPagesThatWereSavedBefore"),
        Fault.of(
            "a page that is there is an error",
            RefusingKnown::new,
            "letsConcurrentSavesOfOnePageSucceed"),
        Fault.of(
            "a page that was dropped meanwhile is an error",
            RefusingDropped::new,
            "letsReadsOfOnePlaylistKeepAndDropItsPagesAtOnce"));
  }

  private static class Remembering extends ForwardingPlaylistStore {
    final Set<PlaylistId> playlists = ConcurrentHashMap.newKeySet();

    @Override
    public void save(PageCheckpoint page) {
      sound.save(page);
      playlists.add(page.playlist());
    }
  }

  private static final class AnyPlaylist extends Remembering {
    @Override
    public List<PageCheckpoint> pages(UserId user, PlaylistId playlist) {
      return playlists.stream().flatMap(one -> sound.pages(user, one).stream()).toList();
    }
  }

  private static final class ShortContents extends ForwardingPlaylistStore {
    @Override
    public void save(PageCheckpoint page) {
      String content = page.content();
      String cut = content.length() < 255 ? content : content.substring(0, 255);
      sound.save(
          new PageCheckpoint(
              page.user(), page.playlist(), page.snapshot(), page.offset(), cut, page.savedAt()));
    }
  }

  private static final class StoredPlaylistsOnly extends ForwardingPlaylistStore {
    @Override
    public void save(PageCheckpoint page) {
      if (sound.find(List.of(page.playlist())).isEmpty()) {
        throw new StoreException("foreign key");
      }
      sound.save(page);
    }
  }

  private static final class Backwards extends ForwardingPlaylistStore {
    @Override
    public List<PageCheckpoint> pages(UserId user, PlaylistId playlist) {
      List<PageCheckpoint> pages = new ArrayList<>(sound.pages(user, playlist));
      Collections.reverse(pages);
      return pages;
    }
  }

  private static class Checking extends ForwardingPlaylistStore {
    boolean isThere(PageCheckpoint page) {
      return sound.pages(page.user(), page.playlist()).stream()
          .anyMatch(one -> one.offset() == page.offset() && one.snapshot().equals(page.snapshot()));
    }
  }

  private static final class FirstStands extends Checking {
    @Override
    public void save(PageCheckpoint page) {
      if (!isThere(page)) {
        sound.save(page);
      }
    }
  }

  private static final class RefusingKnown extends Checking {
    @Override
    public synchronized void save(PageCheckpoint page) {
      if (isThere(page)) {
        throw new StoreException("duplicate key");
      }
      sound.save(page);
    }
  }

  private static final class RefusingDropped extends ForwardingPlaylistStore {
    private final Set<PlaylistId> dropped = ConcurrentHashMap.newKeySet();

    @Override
    public void save(PageCheckpoint page) {
      if (dropped.contains(page.playlist())) {
        throw new StoreException("unexpected row count 0");
      }
      sound.save(page);
    }

    @Override
    public void dropPages(UserId user, PlaylistId playlist) {
      sound.dropPages(user, playlist);
      dropped.add(playlist);
    }
  }

  private static final class AnySnapshot extends ForwardingPlaylistStore {
    @Override
    public void save(PageCheckpoint page) {
      List<PageCheckpoint> others = sound.pages(page.user(), page.playlist());
      sound.dropPages(page.user(), page.playlist());
      others.stream().filter(one -> one.offset() != page.offset()).forEach(sound::save);
      sound.save(page);
    }
  }

  private static final class DroppingAll extends Remembering {
    @Override
    public void dropPages(UserId user, PlaylistId playlist) {
      playlists.forEach(one -> sound.dropPages(user, one));
    }
  }

  private static final class DroppingMore extends ForwardingPlaylistStore {
    @Override
    public int dropPagesBefore(Instant time) {
      return sound.dropPagesBefore(time.plusNanos(1));
    }
  }
}
