package io.github.playlistsync.redis;

import io.github.playlistsync.spi.spotify.GateSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs {@code gate.lua}, which decides on the calls of all processes. */
final class GateScript {
  private final RedisCalls calls;
  private final String base;
  private final GateSettings settings;
  private final @Nullable Clock clock;

  /**
   * The script for the gate of a prefix.
   *
   * @param clock its time; null for the server's
   */
  GateScript(RedisCalls calls, String prefix, GateSettings settings, @Nullable Clock clock) {
    this.calls = calls;
    this.base = "{" + prefix + ":gate}:";
    this.settings = settings;
    this.clock = clock;
  }

  Answer ask(String operation, String... arguments) {
    List<?> answer = (List<?>) calls.join("ask the gate", run(operation, List.of(arguments)));
    return new Answer(answer.stream().map(String::valueOf).toList());
  }

  CompletableFuture<Object> run(String operation, List<String> arguments) {
    Long cap = settings.dailyCap();
    List<String> all = new ArrayList<>();
    all.add(operation);
    all.add(clock == null ? "" : Long.toString(clock.millis()));
    all.add(Integer.toString(settings.maxInFlight()));
    all.add(Long.toString(settings.minGap().toMillis()));
    all.add(Long.toString(settings.maxGap().toMillis()));
    all.add(cap == null ? "0" : cap.toString());
    all.addAll(arguments);
    return calls.run(Scripts.GATE, base, all);
  }

  /**
   * The answer of the script.
   *
   * @param fields the kind, a time and the server's time now in milliseconds, why the gate is
   *     closed, and further fields of that kind
   */
  record Answer(List<String> fields) {

    String kind() {
      return fields.get(0);
    }

    long time() {
      return Long.parseLong(fields.get(1));
    }

    boolean hasTime() {
      return !fields.get(1).isEmpty();
    }

    /** Returns the answer's time by our clock, which may differ from the server's. */
    Instant at(Clock ours) {
      return ours.instant().plusMillis(time() - Long.parseLong(fields.get(2)));
    }

    String reason() {
      return fields.get(3).equals("QUOTA") ? "Spotify's daily quota" : "Spotify's rate limit";
    }

    long further(int index) {
      return Long.parseLong(fields.get(4 + index));
    }
  }
}
