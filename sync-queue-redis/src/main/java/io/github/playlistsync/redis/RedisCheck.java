package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a Redis before the queue trusts it with jobs. */
final class RedisCheck {
  private static final Logger log = LoggerFactory.getLogger(RedisCheck.class);
  private static final String LAYOUT = "2";
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  private RedisCheck() {}

  /**
   * Refuses a server that may evict jobs, and warns of one that may lose them when it fails.
   *
   * @throws IllegalStateException if it is older than 6.2 or evicts keys of every kind
   * @throws QueueUnavailableException if it cannot be reached
   */
  static void check(RedisCalls calls) {
    Map<String, String> info;
    try {
      info = parse(calls.get("check the server", calls.commands().info()));
    } catch (QueueUnavailableException e) {
      if (e.getCause() instanceof RedisCommandExecutionException) {
        log.info("Skips the check of the Redis settings: {}", e.getCause().getMessage());
        return;
      }
      throw e;
    }
    refuseOld(info.getOrDefault("redis_version", "6.2"));
    judgeEviction(info.getOrDefault("maxmemory_policy", "noeviction"));
    if ("0".equals(info.get("aof_enabled"))) {
      log.warn(
          "Redis keeps no append-only file (appendonly no): if it fails, the jobs since its last"
              + " snapshot are lost");
    }
  }

  /**
   * Refuses a user who may not run every command that the queue needs: a script that met the
   * refusal halfway would leave its work half done.
   *
   * @param base the beginning of the keys of a partition
   * @throws IllegalStateException if the user may not run some commands, which the message names
   * @throws QueueUnavailableException if Redis cannot be reached, or the user may not use the keys
   *     or run a command of this check itself, which the message names
   */
  static void checkUser(RedisCalls calls, String base) {
    List<?> missing =
        (List<?>) calls.join("check the user", calls.run(Scripts.CHECK, base, List.of()));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("the Redis user may not run " + missing);
    }
    // A script cannot try this one. The key never exists, so the command ends after a millisecond.
    calls.get("check the user", calls.commands().bzpopmin(0.001, base + "probe"));
  }

  /**
   * Refuses keys that another version of the library wrote, before this one does harm to them.
   *
   * @throws IllegalStateException if keys have another layout than this version's
   * @throws QueueUnavailableException if Redis cannot be reached
   */
  static void checkLayout(RedisCalls calls, Partitions partitions) {
    Map<Partition, CompletableFuture<Object>> answers = new LinkedHashMap<>();
    partitions.all().forEach(each -> answers.put(each, each.look(Scripts.LAYOUT)));
    answers.forEach(
        (partition, answer) -> {
          String layout = (String) ((List<?>) calls.join("check the keys", answer)).get(0);
          if (!layout.equals(LAYOUT)) {
            throw new IllegalStateException(
                ("the keys %s* have layout %s, and this version of the library writes layout %s:"
                        + " set another prefix, or let the version that wrote them finish their"
                        + " jobs, stop it everywhere and delete them")
                    .formatted(partition.key(""), layout, LAYOUT));
          }
        });
  }

  private static void refuseOld(String version) {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
      throw new IllegalStateException("Redis is " + version + "; expected 6.2 or newer");
    }
  }

  /** Accepts {@code volatile-*}, since no key of ours has a time to live. */
  private static void judgeEviction(String policy) {
    if (policy.startsWith("allkeys-")) {
      throw new IllegalStateException(
          "Redis would evict jobs when its memory is full: maxmemory-policy is "
              + policy
              + "; expected noeviction");
    }
  }

  private static Map<String, String> parse(String info) {
    Map<String, String> values = new HashMap<>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return values;
  }
}
