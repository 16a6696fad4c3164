package io.github.playlistsync.contract;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.StoredSchedule;
import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            "a suspension is for ever",
            Unforgiving::new,
            "keepsWhyAndSinceWhenAUserIsSuspendedUntilThatEnds"),
        Fault.of(
            "the reason is not kept",
            Reasonless::new,
            "keepsWhyAndSinceWhenAUserIsSuspendedUntilThatEnds"),
        Fault.of(
            "what a list hides is not kept",
            HidingNothing::new,
            "keepsHowManyPlaylistsTheLastListHid"),
        Fault.of(
            "what a list does not say it hides is nothing",
            Unsaid::new,
            "leavesThePartOfAReadThatIsNotGiven"),
        Fault.of("a fact is the whole row", WholeRows::new, "writesOneFactAndLeavesTheOthers"),
        Fault.of(
            "a user who is there is an error",
            RefusingKnown::new,
            "letsThoseWhoWriteDifferentFactsAtOnceSucceed"),
        Fault.of("only the first page is told", FirstPageOnly::new, "pagesThroughAllSchedules"),
        Fault.of(
            "a user has one schedule",
            OneEach::new,
            "keepsSchedulesOfPlaylistsNextToThatOfTheLibrary"),
        Fault.of(
            "a schedule knows of no suspension",
            Unhindered::new,
            "aScheduleComesWithWhatSuspendsItsUser"));
  }

  private static final class Caseless extends ForwardingPlaylistStore {
    @Override
    public StoredUser user(UserId user) {
      StoredUser lower = sound.user(UserId.of(user.value().toLowerCase(Locale.ROOT)));
      return new StoredUser(user, lower.suspension(), 0);
    }
  }

  private static final class LowOnly extends ForwardingPlaylistStore {
    @Override
    public void saveSchedule(SyncSchedule schedule) {
      sound.saveSchedule(
          new SyncSchedule(schedule.spec(), schedule.every(), schedule.jitter(), Priority.LOW));
    }
  }

  private static final class Keeping extends ForwardingPlaylistStore {
    @Override
    public void dropSchedule(JobSpec work) {}
  }

  private static final class Unforgiving extends ForwardingPlaylistStore {
    @Override
    public void saveSuspension(UserId user, Suspension suspension) {
      if (suspension != null) {
        sound.saveSuspension(user, suspension);
      }
    }
  }

  private static final class Reasonless extends ForwardingPlaylistStore {
    @Override
    public void saveSuspension(UserId user, Suspension suspension) {
      sound.saveSuspension(
          user,
          suspension == null
              ? null
              : new Suspension(Suspension.Reason.REAUTHORIZATION_NEEDED, suspension.since()));
    }
  }

  private static final class HidingNothing extends ForwardingPlaylistStore {
    @Override
    public StoredUser user(UserId user) {
      return sound.user(user).withHiddenPlaylists(0);
    }
  }

  private static final class Unsaid extends ForwardingPlaylistStore {
    @Override
    public void apply(LibraryChange change) {
      LibraryChange.Read read = change.read();
      boolean unsaid = read != null && read.hiddenPlaylists() == null;
      sound.apply(
          unsaid
              ? new LibraryChange(
                  change.user(), change.entries(), new LibraryChange.Read(read.at(), 0))
              : change);
    }
  }

  private static final class WholeRows extends ForwardingPlaylistStore {
    @Override
    public void saveSuspension(UserId user, Suspension suspension) {
      sound.dropSchedule(JobSpec.user(user));
      sound.saveSuspension(user, suspension);
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
    public void saveSuspension(UserId user, Suspension suspension) {
      insert(user);
      sound.saveSuspension(user, suspension);
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
    public List<StoredSchedule> schedules(JobSpec after, int limit) {
      return after == null ? sound.schedules(null, limit) : List.of();
    }
  }

  private static final class OneEach extends ForwardingPlaylistStore {
    @Override
    public void saveSchedule(SyncSchedule schedule) {
      sound.schedules(List.of(schedule.user())).forEach(old -> sound.dropSchedule(old.spec()));
      sound.saveSchedule(schedule);
    }
  }

  private static final class Unhindered extends ForwardingPlaylistStore {
    @Override
    public Optional<StoredSchedule> schedule(JobSpec work) {
      return sound.schedule(work).map(stored -> new StoredSchedule(stored.schedule(), null));
    }
  }
}
