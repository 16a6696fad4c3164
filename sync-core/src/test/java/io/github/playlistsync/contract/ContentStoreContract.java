package io.github.playlistsync.contract;

import static io.github.playlistsync.contract.Samples.ANNA;
import static io.github.playlistsync.contract.Samples.GYM;
import static io.github.playlistsync.contract.Samples.NOON;
import static io.github.playlistsync.contract.Samples.REST;
import static io.github.playlistsync.contract.Samples.ROAD;
import static io.github.playlistsync.contract.Samples.entry;
import static io.github.playlistsync.contract.Samples.row;
import static io.github.playlistsync.contract.Samples.track;
import static io.github.playlistsync.contract.Samples.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link io.github.playlistsync.spi.store.ContentStore} keeps to. */
public abstract class ContentStoreContract {
  private static final int MANY = Integer.getInteger("contract.items", 2_500);

  private PlaylistStore store;

  /** A store that holds nothing. Called before each test. */
  protected abstract PlaylistStore emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void knowsNothingOfWhatIsNotStored() {
    create(ROAD, row(1, "a"));

    assertThat(store.find(List.of(GYM))).isEmpty();
    assertThat(store.rows(GYM)).isEmpty();
    assertThat(store.tracks(List.of(uri("b")))).isEmpty();
  }

  @Test
  void givesNothingWhereNothingIsAskedFor() {
    create(ROAD, row(1, "a"));

    assertThat(store.find(List.of())).isEmpty();
    assertThat(store.tracks(List.of())).isEmpty();
  }

  @Test
  void keepsEveryFieldOfAPlaylist() {
    Playlist said =
        new Playlist(
            ROAD,
            "Road trip",
            "Songs to drive to",
            Visibility.PRIVATE,
            true,
            "wizzler",
            "The Wizzler",
            "https://i.scdn.co/image/1");
    PlaylistChange change =
        ChangeBuilder.creating(ROAD)
            .playlist(said)
            .tracks(track("a"))
            .insert(row(1, "a"), new ItemRow(2, null, null, null))
            .build();

    store.apply(change);

    assertThat(find(ROAD)).isEqualTo(change.playlist());
  }

  @Test
  void keepsAPlaylistThatHasNoContentYet() {
    Playlist said = new Playlist(ROAD, "", null, Visibility.UNKNOWN, false, null, null, null);
    StoredPlaylist bare =
        new StoredPlaylist(said, false, null, new TrackCounts(0, 0, 12), 0, 1, NOON);

    store.apply(new PlaylistChange(0, bare, null, List.of(), List.of(), List.of(), null));

    assertThat(find(ROAD)).isEqualTo(bare);
    assertThat(store.rows(ROAD)).isEmpty();
  }

  @Test
  void findsTheStoredOnesAmongManyPlaylists() {
    create(ROAD, row(1, "a"));
    create(GYM, row(1, "a"));
    List<PlaylistId> asked =
        new ArrayList<>(
            IntStream.range(0, 70_000).mapToObj(i -> PlaylistId.of("none" + i)).toList());
    asked.add(0, ROAD);
    asked.add(GYM);
    asked.add(GYM);

    assertThat(store.find(asked)).containsOnlyKeys(ROAD, GYM);
    assertThat(store.find(asked).get(GYM).playlist().name()).isEqualTo("Name of " + GYM);
  }

  @Test
  void pagesThroughTheIdsOfAllPlaylists() {
    List<PlaylistId> stored =
        IntStream.range(0, 25)
            .mapToObj(i -> PlaylistId.of((i % 2 == 0 ? "P" : "p-") + i))
            .collect(Collectors.toCollection(ArrayList::new));
    stored.add(PlaylistId.likedSongs(UserId.of("änna")));
    stored.forEach(id -> store.apply(ChangeBuilder.creating(id).build()));

    List<PlaylistId> paged = new ArrayList<>();
    List<PlaylistId> page = store.ids(null, 10);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(10);
      paged.addAll(page);
      page = store.ids(page.get(page.size() - 1), 10);
    }

    assertThat(paged).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  void pagesThroughTheRowsOfAPlaylist() {
    ItemRow[] rows =
        LongStream.range(0, 25).mapToObj(i -> row(10 * i, "a")).toArray(ItemRow[]::new);
    create(ROAD, rows);
    store.apply(ChangeBuilder.changing(find(ROAD)).close(0, 10).build());

    assertThat(store.rows(ROAD, 0, 10)).isEqualTo(List.of(rows).subList(2, 12));
    assertThat(store.rows(ROAD, 20, 10)).isEqualTo(List.of(rows).subList(22, 25));
    assertThat(store.rows(ROAD, 23, 10)).isEmpty();
    assertThat(store.rows(GYM, 0, 10)).isEmpty();
  }

  @Test
  void tellsInWhichPlaylistsATrackIsNow() {
    List<PlaylistId> holding =
        IntStream.range(0, 5).mapToObj(i -> PlaylistId.of((i % 2 == 0 ? "P" : "p") + i)).toList();
    holding.forEach(id -> create(id, row(1, "a"), row(2, "b"), row(3, "a")));
    create(ROAD, row(1, "b"), row(2, "A"));
    create(GYM, row(1, "a"));
    store.apply(ChangeBuilder.changing(find(GYM)).close(1).build());

    List<PlaylistId> first = store.playlistsWith(uri("a"), null, 3);
    List<PlaylistId> second = store.playlistsWith(uri("a"), first.get(2), 3);

    assertThat(first).hasSize(3);
    assertThat(Stream.of(first, second).flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(holding);
    assertThat(store.playlistsWith(uri("c"), null, 3)).isEmpty();
  }

  @Test
  void keepsEveryFieldOfATrackOfEachKind() {
    Track song = track("a");
    Track episode =
        new Track(
            TrackUri.of("spotify:episode:512ojhOuo1ktJprKbVcKyQ"),
            TrackKind.EPISODE,
            "512ojhOuo1ktJprKbVcKyQ",
            "Episode",
            List.of("The Show"),
            null,
            "https://i.scdn.co/image/episode",
            3_600_000L,
            false,
            null);
    Track file =
        new Track(
            TrackUri.of("spotify:local:Artist:Album:Title:123"),
            TrackKind.LOCAL,
            null,
            "Title",
            List.of("Artist"),
            "Album",
            null,
            123_000L,
            null,
            null);

    store.apply(ChangeBuilder.creating(ROAD).tracks(song, episode, file).build());

    assertThat(store.tracks(List.of(song.uri(), episode.uri(), file.uri())).values())
        .containsExactlyInAnyOrder(song, episode, file);
  }

  @Test
  void keepsWhatIsUnknownOfATrack() {
    Track unknown =
        new Track(uri("gone"), TrackKind.TRACK, null, "", List.of(), null, null, null, null, null);

    store.apply(ChangeBuilder.creating(ROAD).tracks(unknown).build());

    assertThat(store.tracks(List.of(unknown.uri()))).containsEntry(unknown.uri(), unknown);
  }

  @Test
  void keepsArtistsApartWhateverTheirNamesHold() {
    List<String> names =
        List.of("Earth, Wind & Fire", "AC/DC", "a;b|c", "\"quoted\" \\ \n\t[x]", "", "ÆØ 🎧", "'");
    Track song =
        new Track(uri("a"), TrackKind.TRACK, "a", "Song", names, null, null, null, null, null);

    store.apply(ChangeBuilder.creating(ROAD).tracks(song).build());

    assertThat(store.tracks(List.of(song.uri())).get(song.uri()).artists()).isEqualTo(names);
  }

  @Test
  void findsTheStoredTracksAmongMoreThanAStatementTakes() {
    List<Track> stored = Samples.tracks("s", 2_000);
    store.apply(ChangeBuilder.creating(ROAD).tracks(stored).build());
    List<TrackUri> asked =
        new ArrayList<>(IntStream.range(0, 68_000).mapToObj(i -> uri("none" + i)).toList());
    stored.forEach(one -> asked.add(one.uri()));

    assertThat(store.tracks(asked))
        .isEqualTo(stored.stream().collect(Collectors.toMap(Track::uri, one -> one)));
  }

  @Test
  void overwritesATrackThatIsThere() {
    create(ROAD, row(1, "a"), row(2, "b"));
    Track renamed = track(uri("a"), "Another title");

    store.apply(ChangeBuilder.changing(find(ROAD)).metadataOnly().tracks(renamed).build());

    assertThat(store.tracks(List.of(uri("a"), uri("b"))).values())
        .containsExactlyInAnyOrder(renamed, track("b"));
  }

  @Test
  void givesRowsInTheOrderOfTheirSortKeys() {
    ItemRow lowest = row(Long.MIN_VALUE, "c");
    ItemRow middle = row(-7, "a");
    ItemRow highest = row(Long.MAX_VALUE, "b");
    create(ROAD, middle, highest);

    store.apply(ChangeBuilder.changing(find(ROAD)).tracks(track("c")).insert(lowest).build());

    assertThat(store.rows(ROAD)).containsExactly(lowest, middle, highest);
  }

  @Test
  void keepsTheSameTrackInManyPlaces() {
    List<ItemRow> same = LongStream.range(0, 5).mapToObj(key -> row(key, "a")).toList();

    store.apply(ChangeBuilder.creating(ROAD).tracks(track("a")).insert(same).build());

    assertThat(store.rows(ROAD)).isEqualTo(same);
  }

  @Test
  void keepsPlaceholdersAndWhatIsUnknownOfARow() {
    ItemRow placeholder = new ItemRow(1, null, NOON, "adder");
    ItemRow undated = new ItemRow(2, uri("a"), null, null);
    ItemRow nothing = new ItemRow(3, null, null, null);

    create(ROAD, placeholder, undated, nothing);

    assertThat(store.rows(ROAD)).containsExactly(placeholder, undated, nothing);
  }

  @Test
  void keepsInstantsToTheMicrosecond() {
    List<Instant> instants =
        List.of(
            Instant.parse("1970-01-01T00:00:00Z"),
            // Before 1583, the calendars of drivers differ by days.
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1583-01-01T00:00:00Z"),
            Instant.parse("1900-02-28T23:12:13.000001Z"),
            Instant.parse("2026-03-29T01:30:00.999999999Z"),
            Instant.parse("2026-10-25T01:30:00.123456Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));
    List<ItemRow> rows =
        IntStream.range(0, instants.size())
            .mapToObj(i -> new ItemRow(i, null, instants.get(i), null))
            .toList();

    store.apply(ChangeBuilder.creating(ROAD).at(instants.get(4)).insert(rows).build());

    assertThat(store.rows(ROAD).stream().map(row -> micros(row.addedAt())))
        .isEqualTo(instants.stream().map(ContentStoreContract::micros).toList());
    assertThat(micros(find(ROAD).syncedAt())).isEqualTo(micros(instants.get(4)));
  }

  @Test
  void keepsTextsOfAnyLanguageAndLength() {
    String text = "Ünïcödé 音楽 🎶 שלום \u202E e\u0301 ' \" \\ % _ ; -- \r\n\t ".repeat(2_000);
    Playlist said =
        new Playlist(ROAD, text, text, Visibility.PUBLIC, false, text, text, "https://i/" + text);
    Track song =
        new Track(
            uri("a"), TrackKind.TRACK, text, text, List.of(text), text, text, 1L, false, text);
    ItemRow row = new ItemRow(1, uri("a"), NOON, text);

    store.apply(ChangeBuilder.creating(ROAD).playlist(said).tracks(song).insert(row).build());

    assertThat(find(ROAD).playlist()).isEqualTo(said);
    assertThat(store.tracks(List.of(song.uri()))).containsEntry(song.uri(), song);
    assertThat(store.rows(ROAD)).containsExactly(row);
  }

  @Test
  void keepsTheLongestUris() {
    List<Track> songs =
        List.of(
            track(TrackUri.of("spotify:local:" + "x".repeat(986)), "Long"),
            track(TrackUri.of("spotify:local:" + "x".repeat(985) + "y"), "As long"),
            track(TrackUri.of("spotify:local:" + wideCharacters(800)), "Many bytes"));
    List<ItemRow> rows =
        IntStream.range(0, songs.size())
            .mapToObj(i -> new ItemRow(i, songs.get(i).uri(), NOON, "adder"))
            .toList();

    store.apply(ChangeBuilder.creating(ROAD).tracks(songs).insert(rows).build());

    assertThat(store.rows(ROAD)).isEqualTo(rows);
    assertThat(store.tracks(songs.stream().map(Track::uri).toList()).values())
        .containsExactlyInAnyOrderElementsOf(songs);
  }

  @Test
  void tellsApartWhatDiffersInCaseOrAccentOnly() {
    List<Track> songs =
        List.of(track("abc"), track("ABC"), track("äbc"), track("a\u0308bc"), track("abc."));
    PlaylistId upper = PlaylistId.of("PLAYLIST");
    PlaylistId lower = PlaylistId.of("playlist");

    store.apply(ChangeBuilder.creating(upper).tracks(songs).build());
    store.apply(ChangeBuilder.creating(lower).insert(row(1, "ABC")).build());

    assertThat(store.tracks(songs.stream().map(Track::uri).toList()).values())
        .containsExactlyInAnyOrderElementsOf(songs);
    assertThat(store.find(List.of(upper, lower))).containsOnlyKeys(upper, lower);
    assertThat(store.rows(upper)).isEmpty();
    assertThat(store.rows(lower)).containsExactly(row(1, "ABC"));
  }

  @Test
  void losesNothingButTheCharacterToATextWithNul() {
    Playlist said =
        new Playlist(
            ROAD, "na\0me", "te\0xt", Visibility.PUBLIC, false, "own\0er", "\0", "https://i/\0");
    Track song =
        new Track(
            uri("a"),
            TrackKind.TRACK,
            "a",
            "ti\0tle",
            List.of("x\0", "y"),
            "\0",
            null,
            1L,
            true,
            null);
    ItemRow row = new ItemRow(1, uri("a"), NOON, "add\0er");

    store.apply(ChangeBuilder.creating(ROAD).playlist(said).tracks(song).insert(row).build());

    assertThat(find(ROAD).playlist().name().replace("\0", "")).isEqualTo("name");
    assertThat(find(ROAD).counts().trackCount()).isEqualTo(1);
    assertThat(store.tracks(List.of(song.uri())).get(song.uri()).title().replace("\0", ""))
        .isEqualTo("title");
    assertThat(store.rows(ROAD).get(0).addedBy().replace("\0", "")).isEqualTo("adder");
  }

  @Test
  void closesAndInsertsInOneChange() {
    create(ROAD, row(10, "a"), row(20, "b"), row(30, "c"));

    store.apply(
        ChangeBuilder.changing(find(ROAD))
            .tracks(track("d"))
            .close(10, 20)
            .insert(row(5, "b"), row(25, "d"))
            .build());

    assertThat(store.rows(ROAD)).containsExactly(row(5, "b"), row(25, "d"), row(30, "c"));
    assertThat(find(ROAD).revision()).isEqualTo(2);
    assertThat(find(ROAD).version()).isEqualTo(2);
  }

  @Test
  void insertsAgainAtASortKeyThatItCloses() {
    create(ROAD, row(10, "a"), row(20, "b"));

    store.apply(ChangeBuilder.changing(find(ROAD)).close(10).insert(row(10, "b")).build());
    store.apply(ChangeBuilder.changing(find(ROAD)).close(10).build());
    store.apply(ChangeBuilder.changing(find(ROAD)).insert(row(10, "a")).build());

    assertThat(store.rows(ROAD)).containsExactly(row(10, "a"), row(20, "b"));
  }

  @Test
  void keepsTheRowsWhereOnlyTheMetadataChange() {
    create(ROAD, row(10, "a"));
    Playlist renamed =
        new Playlist(ROAD, "Renamed", null, Visibility.UNKNOWN, false, null, null, null);
    PlaylistChange change =
        ChangeBuilder.changing(find(ROAD)).playlist(renamed).metadataOnly().build();

    store.apply(change);

    assertThat(find(ROAD)).isEqualTo(change.playlist());
    assertThat(store.rows(ROAD)).containsExactly(row(10, "a"));
  }

  @Test
  void emptiesAPlaylist() {
    create(ROAD, row(10, "a"), row(20, "a"));

    store.apply(ChangeBuilder.changing(find(ROAD)).close(20, 10).build());

    assertThat(store.rows(ROAD)).isEmpty();
    assertThat(find(ROAD).counts()).isEqualTo(TrackCounts.NONE);
  }

  @Test
  void keepsPlaylistsApart() {
    create(ROAD, row(1, "a"), row(2, "b"));
    create(GYM, row(1, "b"), row(2, "a"));

    store.apply(ChangeBuilder.changing(find(ROAD)).close(1).build());

    assertThat(store.rows(ROAD)).containsExactly(row(2, "b"));
    assertThat(store.rows(GYM)).containsExactly(row(1, "b"), row(2, "a"));
    assertThat(find(GYM).version()).isEqualTo(1);
  }

  @Test
  void refusesAnOutdatedVersionAndWritesNothing() {
    create(ROAD, row(1, "a"));
    StoredPlaylist planned = find(ROAD);
    store.apply(ChangeBuilder.changing(planned).close(1).insert(row(1, "a")).build());
    StoredPlaylist before = find(ROAD);

    assertThatThrownBy(
            () ->
                store.apply(
                    ChangeBuilder.changing(planned)
                        .playlist(planned.playlist().withVisibility(Visibility.UNKNOWN))
                        .tracks(track(uri("a"), "Another title"), track("new"))
                        .close(1)
                        .insert(row(2, "new"))
                        .entry(entry(ANNA, ROAD, 0))
                        .build()))
        .isInstanceOf(StaleVersionException.class);

    assertThat(find(ROAD)).isEqualTo(before);
    assertThat(store.rows(ROAD)).containsExactly(row(1, "a"));
    assertThat(store.tracks(List.of(uri("a"), uri("new"))).values()).containsExactly(track("a"));
    assertThat(store.revisions(ROAD, Long.MAX_VALUE, 10)).hasSize(2);
    assertThat(store.library(ANNA)).isEmpty();
  }

  @Test
  void refusesToCreateWhatIsThere() {
    create(ROAD, row(1, "a"));

    assertThatThrownBy(
            () ->
                store.apply(
                    ChangeBuilder.creating(ROAD).tracks(track("b")).insert(row(2, "b")).build()))
        .isInstanceOf(StaleVersionException.class);

    assertThat(store.rows(ROAD)).containsExactly(row(1, "a"));
    assertThat(store.tracks(List.of(uri("b")))).isEmpty();
  }

  @Test
  void refusesToChangeWhatIsNotThere() {
    create(GYM, row(1, "a"));
    StoredPlaylist imagined =
        new StoredPlaylist(Samples.playlist(ROAD), true, null, TrackCounts.NONE, 1, 1, NOON);

    assertThatThrownBy(
            () ->
                store.apply(
                    ChangeBuilder.changing(imagined)
                        .tracks(track("b"))
                        .insert(row(2, "b"))
                        .build()))
        .isInstanceOf(StaleVersionException.class);

    assertThat(store.find(List.of(ROAD))).isEmpty();
    assertThat(store.tracks(List.of(uri("b")))).isEmpty();
  }

  @Test
  void letsExactlyOneOfManyConcurrentChangesWin() throws Exception {
    create(ROAD, row(1, "a"));
    StoredPlaylist planned = find(ROAD);
    List<PlaylistChange> changes =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    ChangeBuilder.changing(planned)
                        .tracks(track("of" + i))
                        .close(1)
                        .insert(row(1, "of" + i), row(2, "of" + i))
                        .build())
            .toList();

    List<Throwable> outcomes = Race.run(changes.stream().map(this::applying).toList());

    assertExactlyOneWon(changes, outcomes);
  }

  @Test
  void letsExactlyOneOfManyConcurrentFirstChangesWin() throws Exception {
    List<PlaylistChange> changes =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    ChangeBuilder.creating(ROAD)
                        .tracks(track("of" + i))
                        .insert(row(1, "of" + i), row(2, "of" + i))
                        .build())
            .toList();

    List<Throwable> outcomes = Race.run(changes.stream().map(this::applying).toList());

    assertExactlyOneWon(changes, outcomes);
  }

  @Test
  void letsConcurrentChangesShareTracks() throws Exception {
    List<Track> shared = Samples.tracks("shared", 300);
    List<PlaylistChange> changes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      List<Track> shuffled = new ArrayList<>(shared);
      Collections.rotate(shuffled, 50 * i);
      List<ItemRow> rows = IntStream.range(0, 300).mapToObj(k -> row(k, "shared" + k)).toList();
      changes.add(
          ChangeBuilder.creating(PlaylistId.of("p" + i)).tracks(shuffled).insert(rows).build());
    }

    List<Throwable> outcomes = Race.run(changes.stream().map(this::applying).toList());

    assertThat(outcomes).containsOnlyNulls();
    assertThat(store.tracks(shared.stream().map(Track::uri).toList()).values())
        .containsExactlyInAnyOrderElementsOf(shared);
    changes.forEach(one -> assertThat(store.rows(one.id())).isEqualTo(one.inserted()));
  }

  @Test
  void writesNothingOfAChangeThatNamesAnUnknownTrack() {
    create(ROAD, row(1, "a"));
    StoredPlaylist before = find(ROAD);

    assertThatThrownBy(
            () ->
                store.apply(
                    ChangeBuilder.changing(before)
                        .tracks(track(uri("a"), "Another title"), track("b"))
                        .close(1)
                        .insert(row(1, "b"), row(2, "unknown"))
                        .entry(entry(ANNA, ROAD, 0))
                        .build()))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(
            () -> store.apply(ChangeBuilder.creating(GYM).insert(row(1, "unknown")).build()))
        .isInstanceOf(StoreException.class);

    assertThat(find(ROAD)).isEqualTo(before);
    assertThat(store.rows(ROAD)).containsExactly(row(1, "a"));
    assertThat(store.tracks(List.of(uri("a"), uri("b"))).values()).containsExactly(track("a"));
    assertThat(store.revisions(ROAD, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(store.library(ANNA)).isEmpty();
    assertThat(store.find(List.of(GYM))).isEmpty();
  }

  @Test
  void refusesToCloseARowThatIsNotCurrent() {
    create(ROAD, row(1, "a"), row(2, "b"));
    store.apply(ChangeBuilder.changing(find(ROAD)).close(1).build());
    StoredPlaylist before = find(ROAD);

    assertThatThrownBy(
            () ->
                store.apply(ChangeBuilder.changing(before).close(2, 1).insert(row(3, "a")).build()))
        .isInstanceOf(StoreException.class);

    assertThat(find(ROAD)).isEqualTo(before);
    assertThat(store.rows(ROAD)).containsExactly(row(2, "b"));
  }

  @Test
  void refusesASecondRowAtASortKey() {
    create(ROAD, row(1, "a"));
    StoredPlaylist before = find(ROAD);

    assertThatThrownBy(
            () ->
                store.apply(
                    ChangeBuilder.changing(before).tracks(track("b")).insert(row(1, "b")).build()))
        .isInstanceOf(StoreException.class);

    assertThat(find(ROAD)).isEqualTo(before);
    assertThat(store.rows(ROAD)).containsExactly(row(1, "a"));
    assertThat(store.tracks(List.of(uri("b")))).isEmpty();
  }

  @Test
  void writesTheLibraryEntryWithThePlaylist() {
    store.apply(ChangeBuilder.creating(ROAD).entry(entry(ANNA, ROAD, 3)).build());
    store.apply(
        ChangeBuilder.changing(find(ROAD)).metadataOnly().entry(entry(ANNA, ROAD, 4)).build());
    store.apply(ChangeBuilder.changing(find(ROAD)).metadataOnly().build());

    assertThat(store.library(ANNA)).containsExactly(entry(ANNA, ROAD, 4));
    assertThat(store.lastSync(ANNA)).isEmpty();
  }

  @Test
  void holdsThousandsOfItems() {
    List<Track> songs = Samples.tracks("t", MANY);
    List<ItemRow> rows = IntStream.range(0, MANY).mapToObj(i -> row(1_000L * i, "t" + i)).toList();
    store.apply(ChangeBuilder.creating(ROAD).tracks(songs).insert(rows).build());
    assertThat(store.rows(ROAD)).isEqualTo(rows);
    ItemRow first = row(-1, "t7");
    long[] others = LongStream.range(0, MANY).map(i -> 1_000 * i).toArray();

    store.apply(ChangeBuilder.changing(find(ROAD)).close(others).insert(first).build());

    assertThat(store.rows(ROAD)).containsExactly(first);
    assertThat(store.rowsAt(ROAD, 1)).hasValue(rows);
  }

  @Test
  void givesTheRowsOfOneMomentWhileTheyChange() throws Exception {
    int items = 40;
    long[] keys = LongStream.range(0, items).toArray();
    List<List<ItemRow>> contents =
        List.of(
            LongStream.of(keys).mapToObj(key -> row(key, "a")).toList(),
            LongStream.of(keys).mapToObj(key -> row(key, "b")).toList());
    store.apply(
        ChangeBuilder.creating(REST)
            .tracks(track("a"), track("b"))
            .insert(contents.get(0))
            .build());
    AtomicInteger reads = new AtomicInteger();
    AtomicBoolean writing = new AtomicBoolean(true);
    Set<List<ItemRow>> seen = new HashSet<>();

    List<Throwable> outcomes =
        Race.run(
            List.<Callable<Void>>of(
                () -> {
                  try {
                    for (int i = 1; i < 10 || (i < 300 && reads.get() < 30); i++) {
                      store.apply(
                          ChangeBuilder.changing(find(REST))
                              .close(keys)
                              .insert(contents.get(i % 2))
                              .build());
                    }
                  } finally {
                    writing.set(false);
                  }
                  return null;
                },
                () -> {
                  for (boolean more = true; more; reads.incrementAndGet()) {
                    more = writing.get() || reads.get() < 30;
                    seen.add(store.rows(REST));
                  }
                  return null;
                }));

    assertThat(outcomes).containsOnlyNulls();
    assertThat(contents).containsAll(seen);
  }

  private void create(PlaylistId id, ItemRow... rows) {
    List<Track> songs =
        List.of(rows).stream()
            .filter(row -> row.uri() != null)
            .map(row -> track(row.uri().value().replace("spotify:track:", "")))
            .distinct()
            .toList();
    store.apply(ChangeBuilder.creating(id).tracks(songs).insert(rows).build());
  }

  private StoredPlaylist find(PlaylistId id) {
    return store.find(List.of(id)).get(id);
  }

  private Callable<Void> applying(PlaylistChange change) {
    return () -> {
      store.apply(change);
      return null;
    };
  }

  private void assertExactlyOneWon(List<PlaylistChange> changes, List<Throwable> outcomes) {
    assertThat(outcomes).containsOnlyOnce((Throwable) null);
    assertThat(outcomes.stream().filter(outcome -> outcome != null))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(StaleVersionException.class));
    PlaylistChange won = changes.get(outcomes.indexOf(null));
    assertThat(find(won.id())).isEqualTo(won.playlist());
    assertThat(store.rows(won.id())).isEqualTo(won.inserted());
    List<TrackUri> uris =
        changes.stream().flatMap(one -> one.tracks().stream()).map(Track::uri).toList();
    assertThat(store.tracks(uris).values()).containsExactlyElementsOf(won.tracks());
  }

  /** Different characters of three bytes each, which no compression makes small. */
  private static String wideCharacters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.appendCodePoint(0x4E00 + (i * 7919) % 20_000);
    }
    return text.toString();
  }

  private static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
