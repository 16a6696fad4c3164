package io.github.playlistsync.contract;

import io.github.playlistsync.model.ChangePage;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stores that tell wrongly what changed. */
final class FeedFaults {
  private FeedFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("the end begins anew", Forgetful::new, "tellsNothingWhereNothingChanged"),
        Fault.of(
            "only the newest content is told", NewestOnly::new, "tellsEachRevisionOnceInPages"),
        Fault.of(
            "the user is not looked at",
            AnyUser::new,
            "tellsOnlyOfPlaylistsThatTheUserHasAndMayRead"),
        Fault.of("the position is a time", ByTime::new, "tellsWhatIsCommittedLaterWhateverItsTime"),
        Fault.of(
            "what was passed is never told",
            OnceOnly::new,
            "tellsWhatWasPassedWhileAPlaylistWasGoneOrWithheld"),
        Fault.of("every other change is missed", Skipping::new, "missesNothingWhileManyWrite"),
        Fault.of(
            "any position is the beginning",
            AnyPosition::new,
            "refusesAPositionThatIsNoneOfItsOwn"));
  }

  private static final class Forgetful extends ForwardingPlaylistStore {
    @Override
    public ChangePage changes(UserId user, String after, int limit) {
      ChangePage page = sound.changes(user, after, limit);
      return page.revisions().isEmpty() ? new ChangePage(List.of(), null) : page;
    }
  }

  private static final class NewestOnly extends ForwardingPlaylistStore {
    @Override
    public ChangePage changes(UserId user, String after, int limit) {
      ChangePage page = sound.changes(user, after, limit);
      List<Revision> newest = new ArrayList<>();
      Set<PlaylistId> seen = new HashSet<>();
      for (int i = page.revisions().size() - 1; i >= 0; i--) {
        if (seen.add(page.revisions().get(i).playlist())) {
          newest.add(0, page.revisions().get(i));
        }
      }
      return new ChangePage(newest, page.position());
    }
  }

  private static class Logging extends ForwardingPlaylistStore {
    final List<Revision> log = new ArrayList<>();

    @Override
    public synchronized void apply(PlaylistChange change) {
      sound.apply(change);
      log.add(change.revision());
    }
  }

  private static final class AnyUser extends Logging {
    @Override
    public synchronized ChangePage changes(UserId user, String after, int limit) {
      int from = after == null ? 0 : Integer.parseInt(after);
      List<Revision> told = log.stream().skip(from).limit(limit).toList();
      return new ChangePage(told, told.isEmpty() ? after : Integer.toString(from + told.size()));
    }
  }

  private static final class ByTime extends Logging {
    @Override
    public synchronized ChangePage changes(UserId user, String after, int limit) {
      Instant from = after == null ? Instant.MIN : Instant.parse(after);
      List<Revision> told =
          log.stream()
              .filter(revision -> revision.at().isAfter(from))
              .sorted(Comparator.comparing(Revision::at))
              .limit(limit)
              .toList();
      return new ChangePage(
          told, told.isEmpty() ? after : told.get(told.size() - 1).at().toString());
    }
  }

  /** Does not look at the library when it takes a position for passed. */
  private static final class OnceOnly extends Logging {
    @Override
    public synchronized ChangePage changes(UserId user, String after, int limit) {
      int from = after == null ? 0 : Integer.parseInt(after);
      List<Revision> told = new ArrayList<>();
      int position = from;
      while (position < log.size() && told.size() < limit) {
        Revision next = log.get(position++);
        if (sound.entry(user, next.playlist()).filter(LibraryEntry::isReadable).isPresent()) {
          told.add(next);
        }
      }
      return new ChangePage(told, told.isEmpty() ? after : Integer.toString(position));
    }
  }

  private static final class Skipping extends ForwardingPlaylistStore {
    @Override
    public ChangePage changes(UserId user, String after, int limit) {
      ChangePage page = sound.changes(user, after, limit);
      return new ChangePage(
          page.revisions().stream().filter(one -> one.number() % 2 == 1).toList(), page.position());
    }
  }

  private static final class AnyPosition extends ForwardingPlaylistStore {
    @Override
    public ChangePage changes(UserId user, String after, int limit) {
      boolean ours = after == null || after.matches("\\d+");
      return sound.changes(user, ours ? after : null, limit);
    }
  }
}
