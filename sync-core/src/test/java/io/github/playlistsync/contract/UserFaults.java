package io.github.playlistsync.contract;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that keep wrongly what is known of users. */
final class UserFaults {
  private UserFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "names are compared without their case",
            Caseless::new,
            "knowsNothingOfAUserOfWhomNothingWasSaid"),
        Fault.of("the priority is forgotten", LowOnly::new, "keepsEveryFieldOfASchedule"),
        Fault.of("a schedule is never forgotten", Keeping::new, "replacesAScheduleAndForgetsIt"),
        Fault.of(
            "a lost authorization is for ever",
            Unforgiving::new,
            "remembersThatTheAuthorizationIsLostUntilItIsThereAgain"),
        Fault.of("a fact is the whole row", WholeRows::new, "writesOneFactAndLeavesTheOthers"),
        Fault.of(
            "a user who is there is an error",
            RefusingKnown::new,
            "letsThoseWhoWriteDifferentFactsAtOnceSucceed"),
        Fault.of(
            "only the first page is told",
            FirstPageOnly::new,
            "pagesThroughTheUsersWhoHaveASchedule"));
  }

  private static final class Caseless extends ForwardingPlaylistStore {
    @Override
    public StoredUser user(UserId user) {
      StoredUser lower = sound.user(UserId.of(user.value().toLowerCase(Locale.ROOT)));
      return new StoredUser(user, null, lower.reauthorizationSince());
    }
  }

  private static final class LowOnly extends ForwardingPlaylistStore {
    @Override
    public void saveSchedule(SyncSchedule schedule) {
      sound.saveSchedule(
          new SyncSchedule(schedule.user(), schedule.every(), schedule.jitter(), Priority.LOW));
    }
  }

  private static final class Keeping extends ForwardingPlaylistStore {
    @Override
    public void dropSchedule(UserId user) {}
  }

  private static final class Unforgiving extends ForwardingPlaylistStore {
    @Override
    public void saveReauthorization(UserId user, Instant since) {
      if (since != null) {
        sound.saveReauthorization(user, since);
      }
    }
  }

  private static final class WholeRows extends ForwardingPlaylistStore {
    @Override
    public void saveReauthorization(UserId user, Instant since) {
      sound.dropSchedule(user);
      sound.saveReauthorization(user, since);
    }
  }

  private static final class RefusingKnown extends ForwardingPlaylistStore {
    private final Set<UserId> known = ConcurrentHashMap.newKeySet();

    @Override
    public void saveSchedule(SyncSchedule schedule) {
      insert(schedule.user());
      sound.saveSchedule(schedule);
    }

    @Override
    public void saveReauthorization(UserId user, Instant since) {
      insert(user);
      sound.saveReauthorization(user, since);
    }

    @Override
    public void apply(LibraryChange change) {
      insert(change.user());
      sound.apply(change);
    }

    private void insert(UserId user) {
      if (!known.add(user)) {
        throw new StoreException("duplicate key");
      }
    }
  }

  private static final class FirstPageOnly extends ForwardingPlaylistStore {
    @Override
    public List<StoredUser> scheduledUsers(UserId after, int limit) {
      return after == null ? sound.scheduledUsers(null, limit) : List.of();
    }
  }
}
