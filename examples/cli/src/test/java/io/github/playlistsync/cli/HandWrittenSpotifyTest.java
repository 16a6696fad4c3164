package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against a server that shares nothing with the simulator and writes its JSON out by hand, so that
 * a misunderstanding of Spotify's which the two have in common would show.
 */
class HandWrittenSpotifyTest {
  private static final int LONG = 130;

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(0);
  }

  static Stream<Arguments> shapesAndDatabases() {
    return Stream.of("tracks", "items")
        .flatMap(
            shape ->
                Stream.of(
                    Arguments.of(shape, TestDatabase.inMemory()),
                    Arguments.of(shape, TestDatabase.postgres())));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("shapesAndDatabases")
  void everyFieldAndPositionIsStored(String shape, TestDatabase database) throws IOException {
    serve(shape);

    Cli run =
        Cli.run(
            "sync",
            "--user",
            "me",
            "--json",
            "--token",
            "t",
            "--db",
            database.url(),
            "--spotify-url",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/v1");

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.json().path("apiCalls").asInt()).isEqualTo(paths.size());
    assertThat(
            database.rows(
                """
                select e.position, p.id, name, description, p.visibility, collaborative, owner_id,
                       owner_name, image_url, snapshot_id, track_count, placeholders, remote_total
                from sync_library_entry e join sync_playlist p on p.id = e.playlist_id
                where user_id = 'me' order by e.position
                """))
        .isEqualTo(
            List.of(
                row(
                    0,
                    "AAAAAAAAAAAAAAAAAAAAAA",
                    "Größe & Co",
                    "It's <b>bold</b> & \"quoted\"",
                    "PRIVATE",
                    bool(database, true),
                    "me",
                    "Me Myself",
                    "https://img/1",
                    "snapA",
                    5,
                    2,
                    7),
                row(
                    1,
                    "BBBBBBBBBBBBBBBBBBBBBB",
                    "Long",
                    "null",
                    "PUBLIC",
                    bool(database, false),
                    "other",
                    "null",
                    "null",
                    "snapB",
                    LONG,
                    0,
                    LONG),
                row(
                    2,
                    "CCCCCCCCCCCCCCCCCCCCCC",
                    "",
                    "null",
                    "UNKNOWN",
                    bool(database, false),
                    "me",
                    "Me Myself",
                    "null",
                    "snapC",
                    0,
                    0,
                    0)));
    assertThat(
            database.rows(
                """
                select position, uri, kind, title, artists, album, extract(epoch from added_at),
                       added_by
                from sync_playlist_content where playlist_id = 'AAAAAAAAAAAAAAAAAAAAAA'
                order by position
                """))
        .extracting(cells -> String.join("|", cells).replaceFirst("\\.0+\\|", "|"))
        .containsExactly(
            "0|spotify:track:1111111111111111111111|TRACK|Señorita|[\"A\",\"B\"]|Album|1577836800|me",
            "1|null|null|null|null|null|1577836801|me",
            "2|spotify:track:1111111111111111111111|TRACK|Señorita|[\"A\",\"B\"]|Album|1577836802|null",
            "3|spotify:local:Art:Alb:Tit:12|LOCAL|Tit|[\"Art\"]|Alb|1577836803|me",
            "4|spotify:episode:2222222222222222222222|EPISODE|Talk|[\"The Show\"]|null|1577836804|me",
            "5|spotify:track:1111111111111111111111|TRACK|Señorita|[\"A\",\"B\"]|Album|1577836800|me",
            "6|null|null|null|null|null|null|null");
    assertThat(
            database.rows(
                """
                select position, uri, title from sync_playlist_content
                where playlist_id = 'BBBBBBBBBBBBBBBBBBBBBB' order by position
                """))
        .isEqualTo(IntStream.range(0, LONG).mapToObj(i -> row(i, uri(i), "T" + i)).toList());
  }

  private static List<String> row(Object... cells) {
    return Stream.of(cells).map(String::valueOf).toList();
  }

  private static String bool(TestDatabase database, boolean value) {
    String text = Boolean.toString(value);
    return database.toString().equals("H2")
        ? text.toUpperCase(java.util.Locale.ROOT)
        : text.substring(0, 1);
  }

  private static String uri(int i) {
    return "spotify:track:" + "%022d".formatted(i);
  }

  private void serve(String shape) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          paths.add(path + "?" + query);
          String body = answer(path, query, shape);
          byte[] bytes =
              (body == null ? "{\"error\":{\"status\":404}}" : body)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
          exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  private String answer(String path, String query, String shape) {
    return switch (path.replaceFirst("^/v1", "")) {
      case "/me/playlists" ->
          """
          {"href":"https://api.spotify.com/v1/users/me/playlists?offset=0&limit=50","limit":50,
           "next":null,"offset":0,"previous":null,"total":3,
           "items":[{%s,"%s":{"href":"x","total":7}},{%s,"%s":{"href":"x","total":%d}},
                    {%s,"%s":{"href":"x","total":0}}]}
          """
              .formatted(first(), shape, second(), shape, LONG, third(), shape);
      case "/playlists/AAAAAAAAAAAAAAAAAAAAAA" ->
          "{%s,\"%s\":%s}".formatted(first(), shape, page(0, 100, firstEntries(key(shape))));
      case "/playlists/BBBBBBBBBBBBBBBBBBBBBB" ->
          "{%s,\"%s\":%s}".formatted(second(), shape, longPage(0, 100, key(shape)));
      case "/playlists/CCCCCCCCCCCCCCCCCCCCCC" ->
          "{%s,\"%s\":%s}".formatted(third(), shape, page(0, 100, List.of()));
      default ->
          path.equals("/v1/playlists/BBBBBBBBBBBBBBBBBBBBBB/" + shape)
              ? longPage(number(query, "offset"), number(query, "limit"), key(shape))
              : null;
    };
  }

  private static String key(String shape) {
    return shape.substring(0, shape.length() - 1);
  }

  private static int number(String query, String name) {
    return Integer.parseInt(query.replaceAll(".*\\b" + name + "=(\\d+).*", "$1"));
  }

  private static String first() {
    return """
        "id":"AAAAAAAAAAAAAAAAAAAAAA","name":"Größe & Co","type":"playlist","snapshot_id":"snapA",
        "description":"It&#x27;s <b>bold</b> &amp; &quot;quoted&quot;","public":false,
        "collaborative":true,"owner":{"id":"me","display_name":"Me Myself"},
        "images":[{"url":"https://img/1","width":640,"height":640},
                  {"url":"https://img/2","width":60,"height":60}]""";
  }

  private static String second() {
    return """
        "id":"BBBBBBBBBBBBBBBBBBBBBB","name":"Long","type":"playlist","snapshot_id":"snapB",
        "description":null,"public":true,"collaborative":false,
        "owner":{"id":"other","display_name":null},"images":[]""";
  }

  private static String third() {
    return """
        "id":"CCCCCCCCCCCCCCCCCCCCCC","name":"","type":"playlist","snapshot_id":"snapC",
        "description":"","public":null,"collaborative":false,
        "owner":{"id":"me","display_name":"Me Myself"},"images":null""";
  }

  private static List<String> firstEntries(String key) {
    String song =
        """
        {"type":"track","id":"1111111111111111111111","name":"Señorita","track":true,
         "uri":"spotify:track:1111111111111111111111","artists":[{"name":"A"},{"name":"B"}],
         "album":{"name":"Album","images":[{"url":"https://cover","height":640,"width":640}]},
         "duration_ms":1000,"explicit":true,"external_ids":{"isrc":"X"},"is_local":false}""";
    String local =
        """
        {"type":"track","id":null,"name":"Tit","uri":"spotify:local:Art:Alb:Tit:12",
         "artists":[{"name":"Art","id":null}],"album":{"name":"Alb","images":[]},
         "duration_ms":12000,"explicit":false,"is_local":true}""";
    String episode =
        """
        {"type":"episode","id":"2222222222222222222222","name":"Talk","track":false,
         "uri":"spotify:episode:2222222222222222222222","show":{"name":"The Show"},
         "duration_ms":5000,"explicit":false,"images":[]}""";
    String me = "{\"id\":\"me\"}";
    return List.of(
        entry(key, song, "\"2020-01-01T00:00:00Z\"", me),
        entry(key, "null", "\"2020-01-01T00:00:01Z\"", me),
        entry(key, song, "\"2020-01-01T00:00:02Z\"", "{\"id\":\"\"}"),
        entry(key, local, "\"2020-01-01T00:00:03Z\"", me),
        entry(key, episode, "\"2020-01-01T00:00:04Z\"", me),
        entry(key, song, "\"2020-01-01T00:00:00Z\"", me),
        entry(key, "null", "null", "null"));
  }

  private static String longPage(int offset, int limit, String key) {
    List<String> entries = new ArrayList<>();
    for (int i = offset; i < Math.min(LONG, offset + limit); i++) {
      String song =
          """
          {"type":"track","id":"%022d","name":"T%d","uri":"%s","artists":[{"name":"A"}],
           "album":{"name":"L","images":[]},"duration_ms":1,"explicit":false,"is_local":false}"""
              .formatted(i, i, uri(i));
      entries.add(entry(key, song, "\"2020-01-01T00:00:00Z\"", "{\"id\":\"me\"}"));
    }
    String next = offset + limit < LONG ? "\"there-is-more\"" : "null";
    return "{\"href\":\"x\",\"limit\":%d,\"next\":%s,\"offset\":%d,\"total\":%d,\"items\":[%s]}"
        .formatted(limit, next, offset, LONG, String.join(",", entries));
  }

  private static String page(int offset, int limit, List<String> entries) {
    return "{\"href\":\"x\",\"limit\":%d,\"next\":null,\"offset\":%d,\"total\":%d,\"items\":[%s]}"
        .formatted(
            limit, offset, entries.size(), entries.stream().collect(Collectors.joining(",")));
  }

  private static String entry(String key, String what, String addedAt, String addedBy) {
    return "{\"added_at\":%s,\"added_by\":%s,\"is_local\":false,\"%s\":%s}"
        .formatted(addedAt, addedBy, key, what);
  }
}
