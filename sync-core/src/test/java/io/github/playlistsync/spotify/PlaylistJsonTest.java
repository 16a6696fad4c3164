package io.github.playlistsync.spotify;

import static io.github.playlistsync.spotify.Fixtures.json;
import static io.github.playlistsync.spotify.Fixtures.pageOfTracks;
import static io.github.playlistsync.spotify.Fixtures.playlist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.PlaylistField;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistJsonTest {
  private static final PlaylistId ROAD = PlaylistId.of("1Cp6VQCKf2VL4sP09jN9oX");
  private static final String TWO = pageOfTracks(0, 100, 2, 2);

  @Test
  void readsThePlaylistAndItsFirstItems() throws Exception {
    RemotePlaylist read = read("'items':" + TWO);

    assertThat(read.playlist())
        .isEqualTo(
            new Playlist(
                ROAD,
                "To find",
                "Rock & Roll",
                Visibility.PUBLIC,
                false,
                "anna",
                "Anna",
                "https://i.example/cover"));
    assertThat(read.snapshot()).isEqualTo(SnapshotId.of("AAAAAqEcxS92ddZ6R83Q8TWFhYshm18s"));
    assertThat(read.firstItems().items()).hasSize(2);
    assertThat(read.firstItems().limit()).isEqualTo(100);
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void findsTheItemsInEitherShapeAndInBoth() throws Exception {
    assertThat(read("'items':" + TWO).source()).isEqualTo(ItemSource.ITEMS);
    assertThat(read("'tracks':" + TWO).source()).isEqualTo(ItemSource.TRACKS);
    assertThat(read("'tracks':" + TWO + ",'items':" + TWO).source()).isEqualTo(ItemSource.ITEMS);

    assertThat(read("'tracks':" + TWO).firstItems()).isEqualTo(read("'items':" + TWO).firstItems());
    assertThat(read("'items':{'total':2},'tracks':" + TWO).firstItems().items()).hasSize(2);
    assertThat(read("'items':null,'tracks':" + TWO).firstItems().items()).hasSize(2);
  }

  @Test
  void tellsContentsThatAreWithheldFromAnEmptyPlaylist() throws Exception {
    assertThat(read("").firstItems()).isNull();
    assertThat(read("'items':null,'tracks':null").firstItems()).isNull();
    assertThat(read("'items':{'href':'x','total':3}").firstItems()).isNull();
    assertThat(read("'items':{'href':'x','total':3}").problems()).hasSize(1);
    assertThat(read("'items':" + pageOfTracks(0, 100, 0, 0)).firstItems().items()).isEmpty();
    assertThatThrownBy(() -> read("'items':{'items':null,'total':3}"))
        .isInstanceOf(MalformedAnswerException.class);
  }

  @Test
  void tellsAMissingNameFromAnEmptyOne() throws Exception {
    String unnamed = playlist("p1", "").replace("\"name\":\"To find\",", "");
    LibraryPage page =
        PlaylistJson.library(
            json(
                "{'items':[%s,%s,%s,%s]}"
                    .formatted(
                        unnamed,
                        playlist("p2", "").replace("\"To find\"", "null"),
                        playlist("p3", "").replace("To find", ""),
                        playlist("p4", ""))),
            0,
            50);

    assertThat(page.entries())
        .extracting(entry -> entry.missing().contains(PlaylistField.NAME))
        .containsExactly(true, true, false, false);
    assertThat(page.entries())
        .extracting(entry -> entry.playlist().name())
        .containsExactly("", "", "", "To find");
  }

  @Test
  void refusesFirstItemsThatAreNotTheFirst() {
    assertThatThrownBy(() -> read("'items':" + pageOfTracks(100, 100, 200, 2)))
        .isInstanceOf(MalformedAnswerException.class);
  }

  @Test
  void readsWhoseListItIs() throws Exception {
    assertThat(owner("https://api.spotify.com/v1/users/zo%C3%AB%24%20%2B%2F1/playlists?limit=50"))
        .isNull();
    assertThat(owner("https://api.spotify.com/v1/users/zo%C3%AB%24%2B%2F1+/playlists?limit=50"))
        .isEqualTo(UserId.of("zoë$+/1+"));
    assertThat(owner("https://api.spotify.com/v1/users/anna/playlists"))
        .isEqualTo(UserId.of("anna"));
    assertThat(owner("https://api.spotify.com/v1/me/playlists?offset=0")).isNull();
    assertThat(owner("https://api.spotify.com/v1/users/%zz/playlists")).isNull();
    assertThat(UserJson.ownerOfList(json("{}"))).isNull();
  }

  private static UserId owner(String href) throws Exception {
    return UserJson.ownerOfList(json("{'href':'%s'}".formatted(href)));
  }

  @Test
  void namesWhatMustBeThereAndIsNot() throws Exception {
    RemotePlaylist read = PlaylistJson.playlist(json("{'id':'1Cp6VQCKf2VL4sP09jN9oX'}"), ROAD);

    assertThat(read.playlist())
        .isEqualTo(new Playlist(ROAD, "", null, Visibility.UNKNOWN, false, null, null, null));
    assertThat(read.snapshot()).isNull();
    assertThat(read.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "playlist: name is missing",
            "playlist: description is missing",
            "playlist: public is missing",
            "playlist: collaborative is missing",
            "playlist: owner is missing",
            "playlist: snapshot_id is missing or none");
    assertThat(read.missing()).containsExactlyInAnyOrder(PlaylistField.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'error':{'status':500}}", "{'id':'p2'}", "{'id':7}"})
  void takesAnObjectThatIsNotThePlaylistForABrokenAnswer(String body) {
    assertThatThrownBy(() -> PlaylistJson.playlist(json(body), ROAD))
        .isInstanceOf(MalformedAnswerException.class);
  }

  @Test
  void acceptsEveryNullThatSpotifySends() throws Exception {
    RemotePlaylist read =
        PlaylistJson.playlist(
            json(
                "{'id':'%s','name':null,'description':null,'public':null,'collaborative':false,"
                        .formatted(ROAD)
                    + "'owner':{'id':null,'display_name':null},'images':null,'snapshot_id':'x'}"),
            ROAD);

    assertThat(read.playlist())
        .isEqualTo(new Playlist(ROAD, "", null, Visibility.UNKNOWN, false, null, null, null));
    assertThat(read.missing())
        .containsExactlyInAnyOrder(
            PlaylistField.NAME, PlaylistField.DESCRIPTION, PlaylistField.IMAGE);
    assertThat(read.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Rock &amp; Roll|Rock & Roll",
        "Here&#x27;s &#39;it&#39; &#x2F; &quot;&lt;3&gt;&quot; &apos;|Here's 'it' / \"<3>\" '",
        "once: &amp;amp; &amp;#39;|once: &amp; &#39;",
        "a&nbsp;b|a\u00a0b",
        "&unknown; &#0; &#xD800; &#9999999; & ; &#;|&unknown; &#0; &#xD800; &#9999999; & ; &#;",
        "by <a href=\"spotify:user:x\">x</a>|by <a href=\"spotify:user:x\">x</a>",
      })
  void unescapesTheDescriptionOnce(String sent, String kept) {
    assertThat(Texts.unescaped(sent)).isEqualTo(kept);
  }

  @Test
  void takesTheWidestImageElseTheFirst() {
    assertThat(
            ImagesJson.largest(
                json(
                    "{'images':[null,{'url':null,'width':999},{'url':'a','width':60},"
                        + "{'url':'b','width':640.0},{'url':'c','width':300}]}")))
        .isEqualTo("b");
    assertThat(ImagesJson.largest(json("{'images':[{'url':'a','width':null},{'url':'b'}]}")))
        .isEqualTo("a");
    assertThat(ImagesJson.largest(json("{'images':[]}"))).isNull();
  }

  @Test
  void readsAListWithGapsInIt() throws Exception {
    LibraryPage page =
        PlaylistJson.library(
            json(
                "{'offset':50,'limit':50,'total':94,'next':'x','items':[null,%s,{'name':'no id'},%s]}"
                    .formatted(
                        playlist("p1", "'tracks':{'total':9},'items':{'total':7}"),
                        playlist("p2", "'tracks':{'total':null}"))),
            50,
            50);

    assertThat(page.entries()).hasSize(4);
    assertThat(page.entries().get(0)).isNull();
    assertThat(page.entries().get(1).total()).isEqualTo(7);
    assertThat(page.entries().get(2)).isNull();
    assertThat(page.entries().get(3).total()).isNull();
    assertThat(page.hasNext()).isTrue();
    assertThat(page.problems())
        .containsExactly(
            new Problem(Problem.Code.LIST_INCOMPLETE, null, 50, "entry 50: the entry is null"),
            new Problem(Problem.Code.LIST_INCOMPLETE, null, 52, "entry 52: id is missing or none"),
            new Problem(
                Problem.Code.ANSWER_ODD,
                PlaylistId.of("p2"),
                53,
                "entry 53 (p2): total is missing or no number"));
  }

  @Test
  void reportsTheSnapshotAsItStands() throws Exception {
    assertThat(PlaylistJson.probe(json("{}")).snapshot()).isNull();
    assertThat(PlaylistJson.probe(json("{'snapshot_id':'s','tracks':{'total':3}}")))
        .hasToString("SnapshotProbe[snapshot=s, total=3]");
  }

  private static RemotePlaylist read(String contents) throws Exception {
    return PlaylistJson.playlist(json(playlist(ROAD.value(), contents)), ROAD);
  }
}
