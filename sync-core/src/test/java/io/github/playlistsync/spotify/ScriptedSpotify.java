package io.github.playlistsync.spotify;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.contract.RecordedCall;
import io.github.playlistsync.memory.InMemoryRequestGate;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spotify.CannedClient.Canned;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Answers each path as it was told to, one answer after the other, the last one again and again.
 */
final class ScriptedSpotify {
  final ManualTime time = new ManualTime();
  final RecordedCall call = RecordedCall.patient(Duration.ofSeconds(30));
  private final Map<String, List<Canned>> answers = new HashMap<>();
  private final List<String> requests = new ArrayList<>();

  static Canned json(int status, String body) {
    return new Canned(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  static Canned error(int status, String message) {
    return json(
        status, "{\"error\":{\"status\":%d,\"message\":\"%s\"}}".formatted(status, message));
  }

  static Canned me(String user) {
    return json(200, "{\"id\":\"%s\",\"account_id\":\"account-of-%s\"}".formatted(user, user));
  }

  ScriptedSpotify on(String path, Canned... inOrder) {
    answers.put(path, new ArrayList<>(List.of(inOrder)));
    return this;
  }

  /** The paths that were asked for, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  SpotifyWebApi api(AccessTokens tokens) {
    CannedClient client = new CannedClient();
    client.answer(this::answer);
    return SpotifyWebApi.builder(tokens)
        .httpClient(client)
        .gate(InMemoryRequestGate.create(GateSettings.defaults(), time, time))
        .clock(time)
        .sleeper(time)
        .random(new Random(7))
        .build();
  }

  /** Tokens of which each is replaced by the next one; the last one cannot be refreshed. */
  static AccessTokens refreshing(String... inOrder) {
    List<String> left = new ArrayList<>(List.of(inOrder));
    return new AccessTokens() {
      @Override
      public String accessToken(UserId user) {
        return left.get(0);
      }

      @Override
      public String refresh(UserId user, String refused) {
        if (left.size() == 1) {
          return AccessTokens.fixed(left.get(0)).refresh(user, refused);
        }
        left.remove(0);
        return left.get(0);
      }
    };
  }

  private Canned answer(HttpRequest request) {
    String path = request.uri().getPath().replaceFirst("^/v1", "");
    requests.add(path);
    List<Canned> left = answers.getOrDefault(path, new ArrayList<>());
    if (left.isEmpty()) {
      return error(404, "Service not found");
    }
    return left.size() == 1 ? left.get(0) : left.remove(0);
  }
}
