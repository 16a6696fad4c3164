package io.github.playlistsync.contract;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that remember wrongly what playlists held before. */
final class HistoryFaults {
  private HistoryFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "the playlist is not looked at",
            AnyPlaylist::new,
            "knowsNothingOfAPlaylistThatIsNotStored"),
        Fault.of(
            "only the current rows are kept",
            CurrentOnly::new,
            "givesTheRowsOfEachRevision",
            "givesBackEveryContentThatAPlaylistHad"),
        Fault.of(
            "the nearest revision is as good",
            NearestRevision::new,
            "givesNothingForARevisionThatNeverWas"),
        Fault.of(
            "a pruned revision was empty",
            NothingForPruned::new,
            "tellsARevisionThatIsNotKeptFromAnEmptyOne"),
        Fault.of("the origin is forgotten", SyncsOnly::new, "keepsEveryFieldOfARevision"),
        Fault.of(
            "a page begins where the last one ended",
            OverlappingPages::new,
            "pagesRevisionsFromTheNewestOn"),
        Fault.of("every write is a revision", EveryWriteCounts::new, "makesNoRevisionOfMetadata"),
        Fault.of(
            "a time is not yet there when it is", BeforeOnly::new, "findsTheNewestRevisionOfATime"),
        Fault.of(
            "nothing is pruned", NeverPruning::new, "prunesRevisionsAndTheRowsThatOnlyTheyHeld"),
        Fault.of(
            "the oldest to keep is pruned too",
            PruningOneMore::new,
            "prunesNothingWhereNothingIsOldEnough"),
        Fault.of(
            "the current revision is pruned", PruningAll::new, "neverPrunesTheCurrentRevision"),
        Fault.of(
            "the limit is not looked at",
            PruningWithoutLimit::new,
            "prunesInStepsThatLeaveEveryKeptRevisionWhole"));
  }

  private static final class AnyPlaylist extends ForwardingPlaylistStore {
    private final Set<PlaylistId> playlists = ConcurrentHashMap.newKeySet();

    @Override
    public void apply(PlaylistChange change) {
      sound.apply(change);
      playlists.add(change.id());
    }

    @Override
    public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
      return playlists.stream().flatMap(one -> sound.rowsAt(one, revision).stream()).findFirst();
    }
  }

  private static final class CurrentOnly extends ForwardingPlaylistStore {
    @Override
    public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
      return Optional.of(sound.rows(id));
    }
  }

  private static final class NearestRevision extends ForwardingPlaylistStore {
    @Override
    public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
      List<Revision> newest = sound.revisions(id, Long.MAX_VALUE, 1);
      long last = newest.isEmpty() ? 0 : newest.get(0).number();
      return sound.rowsAt(id, Math.min(revision, last));
    }
  }

  private static final class NothingForPruned extends ForwardingPlaylistStore {
    @Override
    public Optional<List<ItemRow>> rowsAt(PlaylistId id, long revision) {
      return Optional.of(sound.rowsAt(id, revision).orElse(List.of()));
    }
  }

  private static final class SyncsOnly extends ForwardingPlaylistStore {
    @Override
    public List<Revision> revisions(PlaylistId id, long before, int limit) {
      return sound.revisions(id, before, limit).stream()
          .map(one -> numbered(one, one.number()))
          .toList();
    }
  }

  private static final class OverlappingPages extends ForwardingPlaylistStore {
    @Override
    public List<Revision> revisions(PlaylistId id, long before, int limit) {
      return sound.revisions(id, before == Long.MAX_VALUE ? before : before + 1, limit);
    }
  }

  private static final class EveryWriteCounts extends ForwardingPlaylistStore {
    private final Set<PlaylistId> written = ConcurrentHashMap.newKeySet();

    @Override
    public void apply(PlaylistChange change) {
      sound.apply(change);
      if (change.revision() == null) {
        written.add(change.id());
      }
    }

    @Override
    public List<Revision> revisions(PlaylistId id, long before, int limit) {
      List<Revision> revisions = new ArrayList<>(sound.revisions(id, before, limit));
      if (written.contains(id)) {
        revisions.add(0, numbered(revisions.get(0), revisions.get(0).number() + 1));
      }
      return revisions;
    }
  }

  private static final class BeforeOnly extends ForwardingPlaylistStore {
    @Override
    public OptionalLong revisionAt(PlaylistId id, Instant time) {
      return sound.revisionAt(id, time.minusNanos(1));
    }
  }

  private static final class NeverPruning extends ForwardingPlaylistStore {
    @Override
    public int prune(PlaylistId id, long oldest, int limit) {
      return 0;
    }
  }

  private static final class PruningOneMore extends ForwardingPlaylistStore {
    @Override
    public int prune(PlaylistId id, long oldest, int limit) {
      return sound.prune(id, oldest == Long.MAX_VALUE ? oldest : oldest + 1, limit);
    }
  }

  private static final class PruningAll extends ForwardingPlaylistStore {
    private final Set<PlaylistId> pruned = ConcurrentHashMap.newKeySet();

    @Override
    public int prune(PlaylistId id, long oldest, int limit) {
      int deleted = sound.prune(id, oldest, limit);
      if (oldest == Long.MAX_VALUE) {
        pruned.add(id);
      }
      return deleted;
    }

    @Override
    public List<ItemRow> rows(PlaylistId id) {
      return pruned.contains(id) ? List.of() : sound.rows(id);
    }
  }

  private static final class PruningWithoutLimit extends ForwardingPlaylistStore {
    @Override
    public int prune(PlaylistId id, long oldest, int limit) {
      return sound.prune(id, oldest, Integer.MAX_VALUE);
    }
  }

  private static Revision numbered(Revision one, long number) {
    return new Revision(
        one.playlist(),
        number,
        Revision.Origin.SYNC,
        one.at(),
        one.snapshot(),
        one.added(),
        one.removed(),
        one.moved(),
        one.counts());
  }
}
