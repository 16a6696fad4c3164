package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers in the shapes that Spotify sends. */
final class Fixtures {
  private Fixtures() {}

  /** JSON, with single quotes for double ones. */
  static JsonNode json(String text) {
    try {
      return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String track(String id) {
    return """
        {"type":"track","id":"%1$s","uri":"spotify:track:%1$s","name":"Song %1$s","track":true,
         "episode":false,"is_local":false,"explicit":false,"duration_ms":227934,"popularity":58,
         "available_markets":["NL","BE"],"external_ids":{"isrc":"GBCFB2300770"},
         "artists":[{"name":"Maribou State","id":"a1"},{"name":"Andreya Triana","id":"a2"}],
         "album":{"name":"All I Need","album_type":"single","images":[
           {"url":"https://i.example/300","width":300,"height":300},
           {"url":"https://i.example/640","width":640,"height":640}]}}"""
        .formatted(id);
  }

  static String episode(String id) {
    return """
        {"type":"episode","id":"%1$s","uri":"spotify:episode:%1$s","name":"Episode %1$s",
         "track":false,"episode":true,"explicit":true,"duration_ms":2071013,
         "images":[{"url":"https://i.example/e","width":null,"height":null}],
         "show":{"name":"A Show","publisher":"Someone","images":[]}}"""
        .formatted(id);
  }

  static String local(String uri) {
    return """
        {"type":"track","id":null,"uri":"%s","name":"No Woman","is_local":true,"explicit":false,
         "duration_ms":273000,"external_ids":{},"artists":[{"id":null,"name":"Fugees"}],
         "album":{"album_type":null,"name":"The Score","images":[]}}"""
        .formatted(uri);
  }

  /** An entry of a playlist, as applications from before February 2026 are told it. */
  static String oldEntry(String track) {
    return entry("\"track\":" + track);
  }

  /** An entry as new applications are told it. */
  static String newEntry(String track) {
    return entry("\"item\":" + track);
  }

  /** An entry that says it twice. */
  static String bothEntry(String track) {
    return entry("\"track\":" + track + ",\"item\":" + track);
  }

  static String entry(String played) {
    return """
        {"added_at":"2025-07-29T21:11:55Z","added_by":{"id":"anna","type":"user"},"is_local":false,%s}"""
        .formatted(played);
  }

  static String page(int offset, int limit, int total, String... entries) {
    boolean more = offset + entries.length < total;
    return """
        {"href":"https://api.example/x","offset":%d,"limit":%d,"total":%d,"previous":null,"next":%s,
         "items":[%s]}"""
        .formatted(
            offset,
            limit,
            total,
            more ? "\"https://api.example/next\"" : "null",
            String.join(",", entries));
  }

  /** A page of {@code count} tracks, told in both ways. */
  static String pageOfTracks(int offset, int limit, int total, int count) {
    return page(
        offset,
        limit,
        total,
        IntStream.range(offset, offset + count)
            .mapToObj(i -> bothEntry(track("t" + i)))
            .toArray(String[]::new));
  }

  /** A playlist, with {@code contents} such as {@code "items":{…}}. */
  static String playlist(String id, String contents) {
    return """
        {"id":"%s","name":"To find","description":"Rock &amp; Roll","public":true,
         "collaborative":false,"owner":{"id":"anna","display_name":"Anna"},
         "images":[{"url":"https://i.example/cover","width":null,"height":null}],
         "snapshot_id":"AAAAAqEcxS92ddZ6R83Q8TWFhYshm18s","type":"playlist"%s}"""
        .formatted(id, contents.isEmpty() ? "" : "," + contents);
  }

  static String deep(int depth) {
    return IntStream.range(0, depth).mapToObj(i -> "[").collect(Collectors.joining());
  }
}
