package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.BEN;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PageCheckpoint;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Stores that purge wrongly. */
final class PurgeFaults {
  private PurgeFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "one library is enough to be gone from",
            AnyLibrary::new,
            "namesPlaylistsThatAreGoneFromEveryLibrary"),
        Fault.of(
            "whatever is not in a list is gone",
            NotListed::new,
            "namesNoneThatWasSyncedByItsIdOrBelongsToNobody"),
        Fault.of(
            "the time is not looked at",
            () -> asking(Instant.MAX),
            "namesNoneThatWasThereAtTheTime"),
        Fault.of("the limit is not looked at", Limitless::new, "namesNoMoreThanAskedFor"),
        Fault.of("checkpoints stay", PagesStay::new, "deletesAllOfAPlaylistAndLeavesTheOthers"),
        Fault.of("tracks go too", TracksGo::new, "keepsTheTracks"),
        Fault.of(
            "it is not looked again before it is deleted",
            Blind::new,
            "deletesNothingOfAPlaylistThatIsBack"),
        Fault.of("a purged id is burnt", Burnt::new, "takesAPurgedPlaylistAsANewOne"));
  }

  private static ForwardingPlaylistStore asking(Instant always) {
    return new ForwardingPlaylistStore() {
      @Override
      public List<PlaylistId> goneBefore(Instant time, int limit) {
        return sound.goneBefore(always, limit);
      }
    };
  }

  private static final class AnyLibrary extends ForwardingPlaylistStore {
    @Override
    public List<PlaylistId> goneBefore(Instant time, int limit) {
      return Stream.of(ANNA, BEN)
          .flatMap(user -> sound.library(user).stream())
          .filter(entry -> entry.goneSince() != null && entry.goneSince().isBefore(time))
          .map(LibraryEntry::playlist)
          .distinct()
          .limit(limit)
          .toList();
    }
  }

  private static final class NotListed extends ForwardingPlaylistStore {
    @Override
    public List<PlaylistId> goneBefore(Instant time, int limit) {
      return Stream.of(ANNA, BEN)
          .flatMap(user -> sound.library(user).stream())
          .filter(entry -> !entry.isListed())
          .map(LibraryEntry::playlist)
          .distinct()
          .limit(limit)
          .toList();
    }
  }

  private static final class Limitless extends ForwardingPlaylistStore {
    @Override
    public List<PlaylistId> goneBefore(Instant time, int limit) {
      return sound.goneBefore(time, Integer.MAX_VALUE);
    }
  }

  private static final class PagesStay extends ForwardingPlaylistStore {
    @Override
    public boolean purge(PlaylistId id, Instant time) {
      List<PageCheckpoint> pages = sound.pages(ANNA, id);
      boolean purged = sound.purge(id, time);
      pages.forEach(sound::save);
      return purged;
    }
  }

  private static final class TracksGo extends ForwardingPlaylistStore {
    private boolean gone;

    @Override
    public boolean purge(PlaylistId id, Instant time) {
      gone = sound.purge(id, time);
      return gone;
    }

    @Override
    public Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
      return gone ? Map.of() : sound.tracks(uris);
    }
  }

  private static final class Blind extends ForwardingPlaylistStore {
    @Override
    public boolean purge(PlaylistId id, Instant time) {
      for (UserId user : List.of(ANNA, BEN)) {
        List<LibraryEntry> gone =
            sound.library(user).stream()
                .filter(entry -> entry.playlist().equals(id))
                .map(entry -> entry.goneAt(Instant.EPOCH))
                .toList();
        sound.apply(new LibraryChange(user, gone, null));
      }
      return sound.purge(id, time);
    }
  }

  private static final class Burnt extends ForwardingPlaylistStore {
    private final Set<PlaylistId> burnt = new HashSet<>();

    @Override
    public boolean purge(PlaylistId id, Instant time) {
      return sound.purge(id, time) && burnt.add(id);
    }

    @Override
    public synchronized void apply(PlaylistChange change) {
      if (burnt.contains(change.id())) {
        throw new StaleVersionException("purged");
      }
      sound.apply(change);
    }
  }
}
