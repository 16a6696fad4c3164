package io.github.playlistsync.contract;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.LibraryChange;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stores that keep libraries wrongly. */
final class LibraryFaults {
  private LibraryFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "the user is not looked at",
            AnyUser::new,
            "knowsNothingOfAUserWhoIsNotKnown",
            "keepsUsersApartWhoShareAPlaylist"),
        Fault.of(
            "the visibility is forgotten",
            () -> reading(entries -> entries.stream().map(LibraryFaults::unseen).toList()),
            "keepsEveryFieldOfAnEntry"),
        Fault.of(
            "entries come backwards",
            () ->
                reading(
                    entries -> {
                      List<LibraryEntry> backwards = new ArrayList<>(entries);
                      Collections.reverse(backwards);
                      return backwards;
                    }),
            "givesListedEntriesInOrderAndThenTheOthersById"),
        Fault.of(
            "an entry that is gone is not found",
            () ->
                finding((sound, user, id) -> sound.entry(user, id).filter(LibraryEntry::isListed)),
            "givesTheOneEntryOfAUserAndAPlaylist"),
        Fault.of(
            "the entry of whoever has the playlist is found",
            () ->
                finding(
                    (sound, user, id) ->
                        sound.entry(user, id).or(() -> sound.entry(Samples.BEN, id))),
            "givesTheOneEntryOfAUserAndAPlaylist"),
        Fault.of(
            "pages end with the list",
            () -> paging((sound, user, after, limit) -> listed(sound.library(user, after, limit))),
            "pagesThroughTheListInItsOrderAndThenThroughTheOthers"),
        Fault.of(
            "a page begins anywhere",
            () -> paging((sound, user, after, limit) -> byId(sound.library(user), after, limit)),
            "pagesThroughTheListInItsOrderAndThenThroughTheOthers"),
        Fault.of(
            "those who left a playlist have it",
            () ->
                new ForwardingPlaylistStore() {
                  @Override
                  public List<LibraryEntry> listings(PlaylistId id, UserId after, int limit) {
                    List<LibraryEntry> listed = sound.listings(id, after, limit);
                    return after == null
                        ? Stream.concat(sound.entry(Samples.ANNA, id).stream(), listed.stream())
                            .limit(limit)
                            .toList()
                        : listed;
                  }
                },
            "pagesThroughThoseWhoHaveAPlaylistInTheirList"),
        Fault.of(
            "names lose what is not ASCII",
            () -> reading(entries -> entries.stream().map(LibraryFaults::inAscii).toList()),
            "keepsUsersOfAnyName"),
        Fault.of(
            "only a page of entries is told",
            () -> reading(entries -> entries.stream().limit(500).toList()),
            "holdsHundredsOfEntries"),
        Fault.of(
            "the first to write an entry stands",
            () -> writing(LibraryFaults::newOnly),
            "overwritesAnEntryAndLeavesTheOthers"),
        Fault.of(
            "an entry that is there is an error",
            () -> writing(LibraryFaults::refusingKnown),
            "letsConcurrentChangesOfTheSameEntriesSucceed"),
        Fault.of(
            "an entry without a position takes the stored one away",
            () -> writing(LibraryFaults::withoutPosition),
            "leavesThePlaceInTheListWhereAnEntryHasNone"),
        Fault.of(
            "a transaction an entry",
            () -> writing(LibraryFaults::oneByOne),
            "writesNothingOfAChangeThatNamesAnUnknownPlaylist"),
        Fault.of(
            "no time means the beginning of time",
            () -> writing(LibraryFaults::alwaysTimed),
            "leavesTheTimeOfTheLastReadWhereNoneIsGiven"),
        Fault.of(
            "the last to write a read wins", LastRead::new, "ignoresAReadFromBeforeTheLastOne"),
        Fault.of(
            "an older list stands because it came later",
            () -> writing(LibraryFaults::listFirst),
            "leavesTheListAsALaterReadSawIt"),
        Fault.of(
            "a read from the future stays", LatestRead::new, "forgetsAReadByAClockThatWasAhead"),
        Fault.of(
            "the time of the last read is kept to the second",
            WholeSeconds::new,
            "keepsWhenTheLibraryWasReadAsAWhole"));
  }

  private static ForwardingPlaylistStore reading(UnaryOperator<List<LibraryEntry>> broken) {
    return new ForwardingPlaylistStore() {
      @Override
      public List<LibraryEntry> library(UserId user) {
        return broken.apply(sound.library(user));
      }
    };
  }

  private interface Finding {
    Optional<LibraryEntry> entry(PlaylistStore sound, UserId user, PlaylistId id);
  }

  private static ForwardingPlaylistStore finding(Finding broken) {
    return new ForwardingPlaylistStore() {
      @Override
      public Optional<LibraryEntry> entry(UserId user, PlaylistId playlist) {
        return broken.entry(sound, user, playlist);
      }
    };
  }

  private interface Paging {
    List<LibraryEntry> page(PlaylistStore sound, UserId user, PlaylistId after, int limit);
  }

  private static ForwardingPlaylistStore paging(Paging broken) {
    return new ForwardingPlaylistStore() {
      @Override
      public List<LibraryEntry> library(UserId user, PlaylistId after, int limit) {
        return broken.page(sound, user, after, limit);
      }
    };
  }

  private static List<LibraryEntry> listed(List<LibraryEntry> entries) {
    return entries.stream().filter(LibraryEntry::isListed).toList();
  }

  private static List<LibraryEntry> byId(List<LibraryEntry> entries, PlaylistId after, int limit) {
    return entries.stream()
        .filter(one -> after == null || one.playlist().compareTo(after) > 0)
        .sorted(Comparator.comparing(LibraryEntry::playlist))
        .limit(limit)
        .toList();
  }

  private static ForwardingPlaylistStore writing(
      BiConsumer<ForwardingPlaylistStore, LibraryChange> broken) {
    ForwardingPlaylistStore inner = new ForwardingPlaylistStore();
    return new ForwardingPlaylistStore() {
      @Override
      public synchronized void apply(LibraryChange change) {
        broken.accept(inner, change);
      }

      @Override
      public void apply(PlaylistChange change) {
        inner.apply(change);
      }

      @Override
      public List<LibraryEntry> library(UserId user) {
        return inner.library(user);
      }

      @Override
      public Optional<Instant> lastSync(UserId user) {
        return inner.lastSync(user);
      }
    };
  }

  private static LibraryEntry unseen(LibraryEntry one) {
    return with(one, one.user(), Visibility.UNKNOWN);
  }

  private static LibraryEntry inAscii(LibraryEntry one) {
    UserId user = UserId.of(one.user().value().replaceAll("[^\\p{ASCII}]", "?"));
    return with(one, user, one.visibility());
  }

  private static LibraryEntry with(LibraryEntry one, UserId user, Visibility visibility) {
    return new LibraryEntry(
        user,
        one.playlist(),
        one.position(),
        visibility,
        one.access(),
        one.checkedSnapshot(),
        one.lostSince(),
        one.firstSeen(),
        one.goneSince(),
        one.hiddenSince());
  }

  private static void newOnly(ForwardingPlaylistStore store, LibraryChange change) {
    Set<PlaylistId> known = known(store, change);
    List<LibraryEntry> entries =
        change.entries().stream().filter(one -> !known.contains(one.playlist())).toList();
    store.apply(new LibraryChange(change.user(), entries, change.read()));
  }

  private static void refusingKnown(ForwardingPlaylistStore store, LibraryChange change) {
    Set<PlaylistId> known = known(store, change);
    if (change.entries().stream().anyMatch(one -> known.contains(one.playlist()))) {
      throw new StoreException("duplicate key");
    }
    store.apply(change);
  }

  private static void oneByOne(ForwardingPlaylistStore store, LibraryChange change) {
    for (LibraryEntry entry : change.entries()) {
      store.apply(new LibraryChange(change.user(), List.of(entry), null));
    }
    store.apply(new LibraryChange(change.user(), List.of(), change.read()));
  }

  private static void listFirst(ForwardingPlaylistStore store, LibraryChange change) {
    store.apply(new LibraryChange(change.user(), change.entries(), null));
    store.apply(new LibraryChange(change.user(), List.of(), change.read()));
  }

  private static void withoutPosition(ForwardingPlaylistStore store, LibraryChange change) {
    store.apply(change);
    List<LibraryEntry> stripped =
        change.entries().stream()
            .filter(entry -> entry.position() == null)
            .map(entry -> entry.listedAgainAt(0))
            .toList();
    store.apply(new LibraryChange(change.user(), stripped, null));
  }

  private static void alwaysTimed(ForwardingPlaylistStore store, LibraryChange change) {
    LibraryChange.Read read =
        change.read() == null ? new LibraryChange.Read(Instant.EPOCH, 0) : change.read();
    store.apply(new LibraryChange(change.user(), change.entries(), read));
  }

  private static Set<PlaylistId> known(ForwardingPlaylistStore store, LibraryChange change) {
    return store.library(change.user()).stream()
        .map(LibraryEntry::playlist)
        .collect(Collectors.toSet());
  }

  private static final class AnyUser extends ForwardingPlaylistStore {
    private final Set<UserId> users = ConcurrentHashMap.newKeySet();

    @Override
    public void apply(LibraryChange change) {
      sound.apply(change);
      users.add(change.user());
    }

    @Override
    public List<LibraryEntry> library(UserId user) {
      return users.stream().sorted().flatMap(one -> sound.library(one).stream()).toList();
    }
  }

  private static final class LatestRead extends ForwardingPlaylistStore {
    @Override
    public void apply(LibraryChange change) {
      LibraryChange.Read read = change.read();
      Instant at = read == null ? null : read.at();
      boolean old = at != null && sound.lastSync(change.user()).filter(at::isBefore).isPresent();
      sound.apply(new LibraryChange(change.user(), change.entries(), old ? null : read));
    }
  }

  private static final class LastRead extends ForwardingPlaylistStore {
    private final Map<UserId, Instant> reads = new ConcurrentHashMap<>();

    @Override
    public void apply(LibraryChange change) {
      sound.apply(change);
      if (change.read() != null && change.read().at() != null) {
        reads.put(change.user(), change.read().at());
      }
    }

    @Override
    public Optional<Instant> lastSync(UserId user) {
      return Optional.ofNullable(reads.get(user));
    }
  }

  private static final class WholeSeconds extends ForwardingPlaylistStore {
    @Override
    public Optional<Instant> lastSync(UserId user) {
      return sound.lastSync(user).map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    }
  }
}
