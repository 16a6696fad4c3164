package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * A part of the queue whose keys lie in one hash slot. A user's jobs are all in one partition, and
 * the number of the partition begins the id of each of its jobs.
 */
final class Partition {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 12;

  private final int number;
  private final String base;
  private final QueueSettings settings;
  private final LongSupplier timeOffset;
  private final RedisCalls calls;

  Partition(
      int number,
      String prefix,
      QueueSettings settings,
      LongSupplier timeOffset,
      RedisCalls calls) {
    this.number = number;
    this.base = "{" + prefix + ":" + number + "}:";
    this.settings = settings;
    this.timeOffset = timeOffset;
    this.calls = calls;
  }

  int number() {
    return number;
  }

  String key(String name) {
    return base + name;
  }

  RedisCalls calls() {
    return calls;
  }

  /** Makes an id. Redis does not, so that a command that is sent twice makes one job. */
  JobId newId() {
    return JobId.of(number + "." + randomText());
  }

  static String randomText() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Runs a script that changes jobs, with the settings before its own arguments. */
  CompletableFuture<Object> run(Script script, List<String> arguments) {
    return run(script, "", arguments);
  }

  /** Runs such a script for a client that takes jobs; Redis keeps its last answer to repeat it. */
  CompletableFuture<Object> run(Script script, String client, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments.size() + 10);
    all.add(Long.toString(timeOffset.getAsLong()));
    all.add(Long.toString(settings.lease().toMillis()));
    all.add(Integer.toString(settings.userLimit()));
    all.add(Integer.toString(settings.leaseLosses()));
    all.add(Integer.toString(settings.ended().count()));
    all.add(Long.toString(settings.ended().age().toMillis()));
    all.add(Integer.toString(settings.failed().count()));
    all.add(Long.toString(settings.failed().age().toMillis()));
    all.add(Integer.toString(settings.events()));
    all.add(client);
    all.addAll(arguments);
    return calls.run(script, base, all);
  }

  /** Runs a script that changes jobs, and returns its only value. */
  String ask(String what, Script script, String... arguments) {
    List<?> answer = (List<?>) calls.join(what, run(script, List.of(arguments)));
    return String.valueOf(answer.get(0));
  }

  /** Runs a script that only reads, and needs no settings. */
  CompletableFuture<Object> look(Script script, String... arguments) {
    return calls.run(script, base, List.of(arguments));
  }
}
