package io.github.playlistsync.contract;

import static java.util.stream.Collectors.toMap;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores that tell of playlists, rows or tracks what was not written. */
final class ContentReadFaults {
  private static final Comparator<ItemRow> BACKWARDS =
      Comparator.comparingLong(ItemRow::sortKey).reversed();

  private ContentReadFaults() {}

  static List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(playlists());
    faults.addAll(tracks());
    faults.addAll(rows());
    return faults;
  }

  private static List<Fault> playlists() {
    return List.of(
        Fault.of(
            "nothing asked for means everything",
            AskedForNothing::new,
            "givesNothingWhereNothingIsAskedFor"),
        Fault.of(
            "only so many parameters are looked at",
            FewParameters::new,
            "findsTheStoredOnesAmongManyPlaylists",
            "findsTheStoredTracksAmongMoreThanAStatementTakes"),
        Fault.of(
            "a page of ids is all there is", FirstIdsOnly::new, "pagesThroughTheIdsOfAllPlaylists"),
        Fault.of(
            "the visibility is forgotten",
            () -> playlists(ContentReadFaults::withoutVisibility),
            "keepsEveryFieldOfAPlaylist"),
        Fault.of(
            "null becomes an empty text",
            () -> playlists(ContentReadFaults::withEmptyTexts),
            "keepsAPlaylistThatHasNoContentYet"),
        Fault.of(
            "texts are cut",
            () -> playlists(ContentReadFaults::withShortTexts),
            "keepsTextsOfAnyLanguageAndLength"));
  }

  private static List<Fault> tracks() {
    return List.of(
        Fault.of(
            "a field of the track is forgotten",
            () -> tracks(one -> with(one, one.artists(), one.explicit(), null)),
            "keepsEveryFieldOfATrackOfEachKind"),
        Fault.of(
            "unknown becomes false",
            () ->
                tracks(
                    one ->
                        with(one, one.artists(), Boolean.TRUE.equals(one.explicit()), one.isrc())),
            "keepsWhatIsUnknownOfATrack"),
        Fault.of(
            "artists are joined with a comma",
            () -> tracks(ContentReadFaults::withJoinedArtists),
            "keepsArtistsApartWhateverTheirNamesHold"));
  }

  private static List<Fault> rows() {
    return List.of(
        Fault.of(
            "the playlist is not looked at",
            AnyPlaylist::new,
            "knowsNothingOfWhatIsNotStored",
            "keepsPlaylistsApart"),
        Fault.of(
            "rows come backwards",
            () -> rows(rows -> rows.stream().sorted(BACKWARDS).toList()),
            "givesRowsInTheOrderOfTheirSortKeys"),
        Fault.of(
            "a page of rows begins where the last ended",
            OverlappingRows::new,
            "pagesThroughTheRowsOfAPlaylist"),
        Fault.of(
            "a track is found where it was once",
            EverPlaylists::new,
            "tellsInWhichPlaylistsATrackIsNow"),
        Fault.of(
            "a track is told once",
            () -> rows(ContentReadFaults::eachTrackOnce),
            "keepsTheSameTrackInManyPlaces"),
        Fault.of(
            "placeholders are left out",
            () -> rows(rows -> rows.stream().filter(row -> row.uri() != null).toList()),
            "keepsPlaceholdersAndWhatIsUnknownOfARow"),
        Fault.of(
            "instants are kept to the second",
            () -> rows(rows -> rows.stream().map(ContentReadFaults::inSeconds).toList()),
            "keepsInstantsToTheMicrosecond"),
        Fault.of(
            "URIs are cut",
            () -> rows(rows -> rows.stream().map(ContentReadFaults::withShortUri).toList()),
            "keepsTheLongestUris"),
        Fault.of(
            "only a page of rows is told",
            () -> rows(rows -> rows.stream().limit(1_000).toList()),
            "holdsThousandsOfItems"),
        Fault.of(
            "rows are read in two statements",
            TornReads::new,
            "givesTheRowsOfOneMomentWhileTheyChange"));
  }

  private static ForwardingPlaylistStore playlists(UnaryOperator<Playlist> broken) {
    return new ForwardingPlaylistStore() {
      @Override
      public Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids) {
        return sound.find(ids).values().stream()
            .collect(toMap(StoredPlaylist::id, one -> with(one, broken.apply(one.playlist()))));
      }
    };
  }

  private static ForwardingPlaylistStore tracks(UnaryOperator<Track> broken) {
    return new ForwardingPlaylistStore() {
      @Override
      public Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
        return sound.tracks(uris).values().stream().collect(toMap(Track::uri, broken));
      }
    };
  }

  private static ForwardingPlaylistStore rows(UnaryOperator<List<ItemRow>> broken) {
    return new ForwardingPlaylistStore() {
      @Override
      public List<ItemRow> rows(PlaylistId id) {
        return broken.apply(sound.rows(id));
      }
    };
  }

  private static StoredPlaylist with(StoredPlaylist one, Playlist said) {
    return new StoredPlaylist(
        said,
        one.ownerView(),
        one.snapshot(),
        one.counts(),
        one.revision(),
        one.version(),
        one.syncedAt());
  }

  private static Playlist withoutVisibility(Playlist one) {
    return one.withVisibility(Visibility.UNKNOWN);
  }

  private static Playlist withEmptyTexts(Playlist one) {
    return one.withImageUrl(one.imageUrl() == null ? "" : one.imageUrl());
  }

  private static Playlist withShortTexts(Playlist one) {
    String url = one.imageUrl();
    return one.withImageUrl(url == null || url.length() < 255 ? url : url.substring(0, 255));
  }

  private static Track with(Track one, List<String> artists, Boolean explicit, String isrc) {
    return new Track(
        one.uri(),
        one.kind(),
        one.spotifyId(),
        one.title(),
        artists,
        one.album(),
        one.albumImageUrl(),
        one.durationMs(),
        explicit,
        isrc);
  }

  private static Track withJoinedArtists(Track one) {
    List<String> split = List.of(String.join(", ", one.artists()).split(", ", -1));
    return with(one, split, one.explicit(), one.isrc());
  }

  private static List<ItemRow> eachTrackOnce(List<ItemRow> rows) {
    Set<TrackUri> seen = new LinkedHashSet<>();
    return rows.stream().filter(row -> seen.add(row.uri())).toList();
  }

  private static ItemRow inSeconds(ItemRow row) {
    return row.addedAt() == null
        ? row
        : new ItemRow(
            row.sortKey(), row.uri(), row.addedAt().truncatedTo(ChronoUnit.SECONDS), row.addedBy());
  }

  private static ItemRow withShortUri(ItemRow row) {
    String uri = row.uri() == null ? "" : row.uri().value();
    return uri.length() <= 255
        ? row
        : new ItemRow(
            row.sortKey(), TrackUri.of(uri.substring(0, 255)), row.addedAt(), row.addedBy());
  }

  /** Knows what was written, for stores that give too much. */
  private static class Remembering extends ForwardingPlaylistStore {
    final Set<PlaylistId> playlists = ConcurrentHashMap.newKeySet();
    final Set<TrackUri> uris = ConcurrentHashMap.newKeySet();

    @Override
    public void apply(PlaylistChange change) {
      sound.apply(change);
      playlists.add(change.id());
      change.tracks().forEach(track -> uris.add(track.uri()));
    }
  }

  private static final class AskedForNothing extends Remembering {
    @Override
    public Map<TrackUri, Track> tracks(Collection<TrackUri> asked) {
      return sound.tracks(asked.isEmpty() ? uris : asked);
    }
  }

  private static final class AnyPlaylist extends Remembering {
    @Override
    public List<ItemRow> rows(PlaylistId id) {
      return playlists.stream().sorted().flatMap(one -> sound.rows(one).stream()).toList();
    }
  }

  private static final class FirstIdsOnly extends ForwardingPlaylistStore {
    @Override
    public List<PlaylistId> ids(PlaylistId after, int limit) {
      return after == null ? sound.ids(null, limit) : List.of();
    }
  }

  private static final class OverlappingRows extends ForwardingPlaylistStore {
    @Override
    public List<ItemRow> rows(PlaylistId id, int offset, int limit) {
      return sound.rows(id, Math.max(0, offset - 1), limit);
    }
  }

  private static final class EverPlaylists extends Remembering {
    @Override
    public List<PlaylistId> playlistsWith(TrackUri uri, PlaylistId after, int limit) {
      return playlists.stream()
          .filter(
              id ->
                  sound.rowsAt(id, 1).stream()
                      .flatMap(List::stream)
                      .anyMatch(row -> uri.equals(row.uri())))
          .sorted()
          .filter(id -> after == null || id.compareTo(after) > 0)
          .limit(limit)
          .toList();
    }
  }

  private static final class FewParameters extends ForwardingPlaylistStore {
    @Override
    public Map<PlaylistId, StoredPlaylist> find(Collection<PlaylistId> ids) {
      return sound.find(ids.stream().limit(1_000).toList());
    }

    @Override
    public Map<TrackUri, Track> tracks(Collection<TrackUri> uris) {
      return sound.tracks(uris.stream().limit(1_000).toList());
    }
  }

  /** Reads as if the last change had been committed between two statements. */
  private static final class TornReads extends ForwardingPlaylistStore {
    private final Map<PlaylistId, List<ItemRow>> before = new HashMap<>();

    @Override
    public synchronized void apply(PlaylistChange change) {
      List<ItemRow> rows = sound.rows(change.id());
      sound.apply(change);
      before.put(change.id(), rows);
    }

    @Override
    public synchronized List<ItemRow> rows(PlaylistId id) {
      List<ItemRow> first = before.getOrDefault(id, List.of());
      List<ItemRow> second = sound.rows(id);
      List<ItemRow> torn = new ArrayList<>(first.subList(0, first.size() / 2));
      torn.addAll(second.subList(Math.min(torn.size(), second.size()), second.size()));
      return torn;
    }
  }
}
