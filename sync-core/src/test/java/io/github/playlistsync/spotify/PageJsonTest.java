package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.bothEntry;
import static io.github.playlistsync.spotify.Fixtures.entry;
import static io.github.playlistsync.spotify.Fixtures.episode;
import static io.github.playlistsync.spotify.Fixtures.json;
import static io.github.playlistsync.spotify.Fixtures.local;
import static io.github.playlistsync.spotify.Fixtures.newEntry;
import static io.github.playlistsync.spotify.Fixtures.oldEntry;
import static io.github.playlistsync.spotify.Fixtures.page;
import static io.github.playlistsync.spotify.Fixtures.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.spotify.ItemPage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageJsonTest {
  private static final Track SONG =
      new Track(
          TrackUri.of("spotify:track:abc"),
          TrackKind.TRACK,
          "abc",
          "Song abc",
          List.of("Maribou State", "Andreya Triana"),
          "All I Need",
          "https://i.example/640",
          227934L,
          false,
          "GBCFB2300770");

  @Test
  void readsAnEntryInTheOldShapeTheNewOneAndBothAtOnce() throws Exception {
    ItemPage page =
        read(
            page(
                50,
                50,
                53,
                oldEntry(track("abc")),
                newEntry(track("abc")),
                bothEntry(track("abc"))));

    PlaylistItem first = new PlaylistItem(50, SONG, Instant.parse("2025-07-29T21:11:55Z"), "anna");
    assertThat(page.items()).containsExactly(first, first.at(51), first.at(52));
    assertThat(page.total()).isEqualTo(53);
    assertThat(page.limit()).isEqualTo(50);
    assertThat(page.hasNext()).isFalse();
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void takesOnlyAnObjectForWhatAnEntryPlays() throws Exception {
    PlaylistItem item = only(entry("'track':true,'item':" + track("abc")));

    assertThat(item.track()).isEqualTo(SONG);
    assertThat(read(page(50, 50, 1, entry("'track':true"))).problems())
        .extracting(Problem::sentence)
        .containsExactly("item 50: track is missing");
  }

  @Test
  void keepsThePlaceOfATrackThatSpotifyNoLongerTells() throws Exception {
    ItemPage page =
        read(
            page(
                50,
                50,
                53,
                "{'added_at':'2020-02-14T17:31:47Z','added_by':{'id':''},'track':null}",
                "{'added_at':null,'added_by':null}",
                "null"));

    assertThat(page.items()).hasSize(3).allMatch(PlaylistItem::isPlaceholder);
    assertThat(page.items().get(0).addedAt()).isEqualTo("2020-02-14T17:31:47Z");
    assertThat(page.items().get(0).addedBy()).isNull();
    assertThat(page.problems())
        .containsExactly(
            new Problem(Problem.Code.ITEM_UNREADABLE, null, 51, "item 51: track is missing"),
            new Problem(Problem.Code.ITEM_UNREADABLE, null, 52, "item 52: the entry is null"));
  }

  @Test
  void readsEpisodesToldAsEpisodesAndToldAsTracks() throws Exception {
    String asTrack =
        track("e2").replace("spotify:track:", "spotify:episode:").replace("All I Need", "A Show");

    Track told = only(newEntry(episode("e1"))).track();
    Track disguised = only(newEntry(asTrack)).track();

    assertThat(told)
        .isEqualTo(
            new Track(
                TrackUri.of("spotify:episode:e1"),
                TrackKind.EPISODE,
                "e1",
                "Episode e1",
                List.of("A Show"),
                null,
                "https://i.example/e",
                2071013L,
                true,
                null));
    assertThat(disguised.kind()).isEqualTo(TrackKind.EPISODE);
    assertThat(disguised.artists()).containsExactly("A Show");
    assertThat(disguised.album()).isNull();
    assertThat(disguised.albumImageUrl()).isEqualTo("https://i.example/640");
  }

  @ParameterizedTest
  @CsvSource({
    "spotify:local:Fugees:The+Score:No+Woman%2C+No+Cry:273, spotify:local:Fugees:The+Score:No+Woman%2C+No+Cry:273",
    "spotify:local::::4, spotify:local::::4",
    "spotify:local:a b:c\\td::9, spotify:local:a%20b:c%09d::9",
    "spotify:local:x\\u0085y:::1, spotify:local:x%C2%85y:::1",
  })
  void readsLocalFilesWhateverTheirTagsHold(String sent, String kept) throws Exception {
    Track track = only(oldEntry(local(sent))).track();

    assertThat(track.uri().value()).isEqualTo(kept);
    assertThat(track.kind()).isEqualTo(TrackKind.LOCAL);
    assertThat(track.spotifyId()).isNull();
    assertThat(track.artists()).containsExactly("Fugees");
    assertThat(track.album()).isEqualTo("The Score");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'chapter','uri':'spotify:chapter:x1','id':'x1'}|type 'chapter' is not known",
        "{'type':'track','uri':null,'id':null,'name':''}|neither uri nor id says which track it is",
        "{'uri':'https://elsewhere','id':'x1'}|neither uri nor id says which track it is",
        "{}|neither uri nor id says which track it is",
      })
  void keepsThePlaceOfWhatItCannotName(String played, String problem) throws Exception {
    ItemPage page = read(page(50, 50, 1, newEntry(played)));

    assertThat(page.items()).singleElement().matches(PlaylistItem::isPlaceholder);
    assertThat(page.problems())
        .extracting(Problem::sentence)
        .containsExactly("item 50: " + problem);
  }

  @Test
  void keepsALocalFileHoweverLongItsTagsAre() throws Exception {
    String japanese = "%E3%81%82".repeat(124);
    String one = local("spotify:local:%s:%s:%s:273".formatted(japanese, japanese, japanese));
    String other = one.replace(":273\"", ":274\"");
    String wide = local("spotify:local:" + "あ".repeat(990));

    ItemPage page =
        read(page(50, 50, 54, oldEntry(one), oldEntry(other), oldEntry(one), oldEntry(wide)));

    List<TrackUri> uris = page.items().stream().map(PlaylistItem::uri).toList();
    assertThat(uris).allMatch(TrackUri::isLocal);
    assertThat(uris.get(0)).isEqualTo(uris.get(2)).isNotEqualTo(uris.get(1));
    assertThat(uris.get(0).value()).startsWith("spotify:local:%E3%81%82").contains("...sha256-");
    assertThat(uris.get(3).value()).startsWith("spotify:local:ああ").contains("...sha256-");
    assertThat(page.items()).allMatch(item -> item.track().title().equals("No Woman"));
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void namesALocalFileWithoutAUriOfItsOwnByItsTags() throws Exception {
    String second = "{'id':null,'uri':'spotify:track:null','name':'Second local'}";
    String third =
        "{'id':null,'uri':null,'name':'Third: 3','artists':[{'name':'A'},{'name':'B'}],"
            + "'album':{'name':'C'},'duration_ms':61999}";

    ItemPage page =
        read(
            page(
                50,
                50,
                53,
                "{'is_local':true,'track':%s}".formatted(second),
                "{'is_local':false,'item':%s}"
                    .formatted(third.replace("{'id'", "{'is_local':true,'id'")),
                "{'is_local':false,'item':%s}".formatted(second)));

    assertThat(page.items().get(0).track())
        .isEqualTo(
            new Track(
                TrackUri.of("spotify:local:::Second+local:"),
                TrackKind.LOCAL,
                null,
                "Second local",
                List.of(),
                null,
                null,
                null,
                null,
                null));
    assertThat(page.items().get(1).uri())
        .isEqualTo(TrackUri.of("spotify:local:A%2C+B:C:Third%3A+3:61"));
    assertThat(page.items().get(2)).matches(PlaylistItem::isPlaceholder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'track','id':'x1','name':'n','artists':[],'duration_ms':1}",
        "{'track':true,'id':'x1','uri':'spotify:track:a b','name':'n','artists':[],'duration_ms':1}"
      })
  void derivesAMissingUriFromTheId(String played) throws Exception {
    ItemPage page = read(page(50, 50, 1, newEntry(played)));

    assertThat(page.items().get(0).uri()).isEqualTo(TrackUri.of("spotify:track:x1"));
    assertThat(page.problems()).singleElement().asString().contains("item 50: uri is");
  }

  @Test
  void keepsATrackThatSpotifyEmptiedAndNamesWhatIsNotThere() throws Exception {
    ItemPage emptied =
        read(
            page(
                50,
                50,
                1,
                newEntry(
                    "{'type':'track','uri':'spotify:track:x','name':null,'artists':null,"
                        + "'album':null,'duration_ms':null,'explicit':null}")));
    ItemPage bare = read(page(50, 50, 1, newEntry("{'uri':'spotify:track:x'}")));

    assertThat(emptied.items().get(0).track().title()).isEmpty();
    assertThat(emptied.items().get(0).track().durationMs()).isNull();
    assertThat(emptied.problems()).isEmpty();
    assertThat(bare.items().get(0).track()).isEqualTo(emptied.items().get(0).track());
    assertThat(bare.problems())
        .allMatch(problem -> problem.code() == Problem.Code.DETAIL_MISSING)
        .extracting(Problem::sentence)
        .containsExactly(
            "item 50: name is missing",
            "item 50: artists is missing",
            "item 50: duration_ms is missing or no duration");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'2025-07-29T21:11:55.123456789Z',2025-07-29T21:11:55.123456Z,-",
        "'2025-07-29T23:11:55+02:00',2025-07-29T21:11:55Z,-",
        "'1970-01-01T00:00:00Z',1970-01-01T00:00:00Z,-",
        "null,-,-",
        "'yesterday',-,item 50: added_at is no time",
        "'+99999-01-01T00:00:00Z',-,item 50: added_at is no time",
        "1753823515,-,item 50: added_at is missing",
      },
      quoteCharacter = '~')
  void readsTheTimeOfAdding(String sent, Instant kept, String problem) throws Exception {
    ItemPage page =
        read(page(50, 50, 1, "{'added_at':%s,'item':%s}".formatted(sent, track("abc"))));

    assertThat(page.items().get(0).addedAt()).isEqualTo(kept);
    assertThat(page.problems())
        .extracting(Problem::sentence)
        .isEqualTo(problem == null ? List.of() : List.of(problem));
  }

  @Test
  void readsNumbersThatComeAsFractions() throws Exception {
    ItemPage page =
        read(
            "{'total':85.0,'limit':50.0,'offset':50.0,'next':null,'items':[%s]}"
                .formatted(newEntry(track("abc").replace("227934", "227934.9"))));

    assertThat(page.total()).isEqualTo(85);
    assertThat(page.items().get(0).track().durationMs()).isEqualTo(227934);
    assertThat(page.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "-1", "'12'", "1e300", "99999999999"})
  void namesATotalThatIsNone(String total) throws Exception {
    ItemPage page = read("{'total':%s,'next':null,'items':[]}".formatted(total));

    assertThat(page.total()).isNull();
    assertThat(page.problems())
        .extracting(Problem::sentence)
        .containsExactly("page: total is missing or no number");
  }

  @Test
  void removesWhatNoDatabaseTakes() throws Exception {
    String odd = track("abc").replace("Song abc", "a\\u0000b\\ud83dc\\ud83d\\ude00");

    assertThat(only(newEntry(odd)).track().title()).isEqualTo("abc\ud83d\ude00");
  }

  @Test
  void tellsWhetherMoreFollowsByNextOrElseByTheNumbers() throws Exception {
    assertThat(read("{'total':99,'next':null,'items':[]}").hasNext()).isFalse();
    assertThat(read("{'total':50,'next':'https://x','items':[]}").hasNext()).isTrue();
    assertThat(read("{'total':51,'items':[]}").hasNext()).isTrue();
    assertThat(read("{'total':50,'items':[]}").hasNext()).isFalse();
  }

  @Test
  void believesThePageOnWhereItBegins() throws Exception {
    ItemPage elsewhere =
        read("{'total':99,'offset':0,'next':null,'items':[%s]}".formatted(newEntry(track("abc"))));

    assertThat(elsewhere.offset()).isZero();
    assertThat(elsewhere.items().get(0).position()).isZero();
    assertThat(read("{'total':99,'next':null,'items':[]}").offset()).isEqualTo(50);
    assertThatThrownBy(
            () ->
                read(
                    "{'offset':2147483647,'next':null,'items':[%s]}"
                        .formatted(newEntry(track("abc")))))
        .isInstanceOf(MalformedAnswerException.class);
  }

  @Test
  void takesAnyTotalForWhatItIsWorth() throws Exception {
    assertThat(read("{'total':2147483647,'items':[]}").total()).isEqualTo(Integer.MAX_VALUE);
    assertThat(read("{'total':2147483647,'items':[]}").hasNext()).isTrue();
    assertThat(read("{'total':2147483648,'items':[]}").total()).isNull();
    assertThat(read("{'total':85.5,'items':[]}").total()).isEqualTo(85);
    assertThat(read("{'total':1,'limit':2147483647,'items':[]}").limit())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'items':null}", "{'items':{}}", "[]", "null", "'text'", "7"})
  void takesAPageWithoutItemsForABrokenAnswer(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedAnswerException.class);
  }

  private static ItemPage read(String body) throws Exception {
    return PageJson.items(json(body), 50, 50);
  }

  private static PlaylistItem only(String entry) throws Exception {
    return read(page(50, 50, 51, entry)).items().get(0);
  }
}
