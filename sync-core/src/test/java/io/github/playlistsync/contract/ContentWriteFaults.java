package io.github.playlistsync.contract;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Stores that write of a change more, less or something else. */
final class ContentWriteFaults {
  private ContentWriteFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
            "the expected version is not looked at",
            () -> writing(ContentWriteFaults::whateverTheVersion),
            "refusesAnOutdatedVersionAndWritesNothing",
            "refusesToCreateWhatIsThere",
            "refusesToChangeWhatIsNotThere",
            "letsExactlyOneOfManyConcurrentChangesWin",
            "letsExactlyOneOfManyConcurrentFirstChangesWin"),
        Fault.of(
            "a transaction a statement",
            () -> writing(ContentWriteFaults::tracksFirst),
            "writesNothingOfAChangeThatNamesAnUnknownTrack"),
        Fault.of(
            "tracks that are there stay as they are",
            () -> writing(ContentWriteFaults::newTracksOnly),
            "overwritesATrackThatIsThere"),
        Fault.of(
            "a track that is there is an error",
            () -> writing(ContentWriteFaults::refusingKnownTracks),
            "letsConcurrentChangesShareTracks"),
        Fault.of(
            "URIs are compared without their case",
            () -> writing(ContentWriteFaults::caseless),
            "tellsApartWhatDiffersInCaseOrAccentOnly"),
        Fault.of(
            "a character that cannot be kept costs the playlist",
            () -> writing(ContentWriteFaults::refusingNul),
            "losesNothingButTheCharacterToATextWithNul"),
        Fault.of(
            "rows are never closed",
            () -> writing((store, c) -> store.apply(rows(c, c.inserted(), List.of()))),
            "closesAndInsertsInOneChange"),
        Fault.of(
            "rows are inserted before others are closed",
            () -> writing(ContentWriteFaults::insertingFirst),
            "insertsAgainAtASortKeyThatItCloses"),
        Fault.of(
            "a change of the metadata alone is skipped",
            () ->
                writing(
                    (store, c) -> {
                      if (c.revision() != null || c.expectedVersion() == 0) {
                        store.apply(c);
                      }
                    }),
            "keepsTheRowsWhereOnlyTheMetadataChange"),
        Fault.of(
            "a playlist that became empty is skipped",
            () ->
                writing(
                    (store, c) ->
                        store.apply(c.inserted().isEmpty() ? rows(c, List.of(), List.of()) : c)),
            "emptiesAPlaylist"),
        Fault.of(
            "closing what is not current is no error",
            () -> writing(ContentWriteFaults::closingWhatIsThere),
            "refusesToCloseARowThatIsNotCurrent"),
        Fault.of(
            "a row takes the place of another",
            () -> writing(ContentWriteFaults::replacing),
            "refusesASecondRowAtASortKey"),
        Fault.of(
            "the library entry is forgotten",
            () -> writing((store, c) -> store.apply(entry(c, null))),
            "writesTheLibraryEntryWithThePlaylist"));
  }

  private static ForwardingPlaylistStore writing(
      BiConsumer<ForwardingPlaylistStore, PlaylistChange> broken) {
    return new ForwardingPlaylistStore() {
      private final ForwardingPlaylistStore inner = this;
      private boolean within;

      @Override
      public synchronized void apply(PlaylistChange change) {
        if (within) {
          sound.apply(change);
          return;
        }
        within = true;
        try {
          broken.accept(inner, change);
        } finally {
          within = false;
        }
      }
    };
  }

  private static void whateverTheVersion(ForwardingPlaylistStore store, PlaylistChange c) {
    StoredPlaylist stored = store.find(List.of(c.id())).get(c.id());
    long version = stored == null ? 0 : stored.version();
    long revision = stored == null ? 0 : stored.revision();
    Set<Long> current = new HashSet<>();
    store.rows(c.id()).forEach(row -> current.add(row.sortKey()));
    List<Long> closed = new ArrayList<>(c.closed());
    closed.retainAll(current);
    c.inserted().stream()
        .map(ItemRow::sortKey)
        .filter(key -> current.contains(key) && !closed.contains(key))
        .forEach(closed::add);
    StoredPlaylist next = at(c.playlist(), version + 1, revision + (c.revision() == null ? 0 : 1));
    store.apply(
        new PlaylistChange(
            version,
            next,
            c.revision() == null ? null : at(c.revision(), next.revision()),
            c.tracks(),
            c.inserted(),
            closed,
            c.entry()));
  }

  private static void tracksFirst(ForwardingPlaylistStore store, PlaylistChange c) {
    StoredPlaylist other = at(c.playlist(), 1, 0);
    Playlist said = Samples.playlist(Samples.REST);
    store.apply(
        new PlaylistChange(
            0,
            new StoredPlaylist(said, true, null, other.counts(), 0, 1, other.syncedAt()),
            null,
            c.tracks(),
            List.of(),
            List.of(),
            null));
    store.apply(c);
  }

  private static void newTracksOnly(ForwardingPlaylistStore store, PlaylistChange c) {
    Set<TrackUri> known = known(store, c);
    store.apply(tracks(c, c.tracks().stream().filter(t -> !known.contains(t.uri())).toList()));
  }

  private static void refusingKnownTracks(ForwardingPlaylistStore store, PlaylistChange c) {
    if (!known(store, c).isEmpty()) {
      throw new StoreException("duplicate key");
    }
    store.apply(c);
  }

  private static void caseless(ForwardingPlaylistStore store, PlaylistChange c) {
    Set<String> seen = new HashSet<>();
    store.apply(
        tracks(
            c,
            c.tracks().stream()
                .filter(track -> seen.add(track.uri().value().toLowerCase(Locale.ROOT)))
                .toList()));
  }

  private static void refusingNul(ForwardingPlaylistStore store, PlaylistChange c) {
    if (c.playlist().playlist().name().indexOf('\0') >= 0) {
      throw new StoreException("invalid byte sequence");
    }
    store.apply(c);
  }

  private static void insertingFirst(ForwardingPlaylistStore store, PlaylistChange c) {
    if (c.inserted().stream().anyMatch(row -> c.closed().contains(row.sortKey()))) {
      throw new StoreException("duplicate key");
    }
    store.apply(c);
  }

  private static void closingWhatIsThere(ForwardingPlaylistStore store, PlaylistChange c) {
    List<Long> current = store.rows(c.id()).stream().map(ItemRow::sortKey).toList();
    store.apply(rows(c, c.inserted(), c.closed().stream().filter(current::contains).toList()));
  }

  private static void replacing(ForwardingPlaylistStore store, PlaylistChange c) {
    List<Long> closed = new ArrayList<>(c.closed());
    List<Long> inserted = c.inserted().stream().map(ItemRow::sortKey).toList();
    store.rows(c.id()).stream()
        .map(ItemRow::sortKey)
        .filter(key -> inserted.contains(key) && !closed.contains(key))
        .forEach(closed::add);
    store.apply(rows(c, c.inserted(), closed));
  }

  private static Set<TrackUri> known(ForwardingPlaylistStore store, PlaylistChange c) {
    return store.tracks(c.tracks().stream().map(Track::uri).toList()).keySet();
  }

  private static PlaylistChange rows(PlaylistChange c, List<ItemRow> inserted, List<Long> closed) {
    return new PlaylistChange(
        c.expectedVersion(), c.playlist(), c.revision(), c.tracks(), inserted, closed, c.entry());
  }

  private static PlaylistChange tracks(PlaylistChange c, List<Track> tracks) {
    return new PlaylistChange(
        c.expectedVersion(),
        c.playlist(),
        c.revision(),
        tracks,
        c.inserted(),
        c.closed(),
        c.entry());
  }

  private static PlaylistChange entry(PlaylistChange c, LibraryEntry entry) {
    return new PlaylistChange(
        c.expectedVersion(),
        c.playlist(),
        c.revision(),
        c.tracks(),
        c.inserted(),
        c.closed(),
        entry);
  }

  private static StoredPlaylist at(StoredPlaylist one, long version, long revision) {
    return new StoredPlaylist(
        one.playlist(),
        one.ownerView(),
        one.snapshot(),
        one.counts(),
        revision,
        version,
        one.syncedAt());
  }

  private static Revision at(Revision one, long number) {
    return new Revision(
        one.playlist(),
        number,
        one.origin(),
        one.at(),
        one.snapshot(),
        one.added(),
        one.removed(),
        one.moved(),
        one.counts());
  }
}
