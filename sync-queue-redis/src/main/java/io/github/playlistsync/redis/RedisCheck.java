package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a Redis before jobs are entrusted to it. */
final class RedisCheck {
  private static final Logger log = LoggerFactory.getLogger(RedisCheck.class);
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  private RedisCheck() {}

  /**
   * Refuses a Redis that may throw jobs away, and warns of one that may forget them.
   *
   * @throws IllegalStateException if it is older than 6.2 or evicts keys whatever they are
   * @throws QueueUnavailableException if it cannot be reached
   */
  static void check(RedisCalls calls) {
    Map<String, String> info;
    try {
      info = parse(calls.get("look at the server", calls.commands().info()));
    } catch (QueueUnavailableException e) {
      if (e.getCause() instanceof RedisCommandExecutionException) {
        log.info("Redis does not let us look at its settings: {}", e.getCause().getMessage());
        return;
      }
      throw e;
    }
    refuseOld(info.getOrDefault("redis_version", "6.2"));
    judgeEviction(info.getOrDefault("maxmemory_policy", "noeviction"));
    if ("0".equals(info.get("aof_enabled"))) {
      log.warn(
          "Redis keeps no append-only file (appendonly no): jobs accepted since its last snapshot are"
              + " lost with it");
    }
  }

  /**
   * Refuses a user who may not run what is needed: found out in the middle of a script, that would
   * leave half of what it does.
   *
   * @param base begins the keys of a partition
   * @throws IllegalStateException if commands are not allowed, naming them
   * @throws QueueUnavailableException if Redis cannot be reached, the keys are out of reach, or the
   *     very command that would find out is not allowed, which the message names
   */
  static void checkUser(RedisCalls calls, String base) {
    List<?> missing =
        (List<?>) calls.join("look at the user", calls.run(Scripts.CHECK, base, List.of()));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("the Redis user may not run " + missing);
    }
    // No script may try this one. Nothing is ever under the key, so it waits for a millisecond.
    calls.get("look at the user", calls.commands().bzpopmin(0.001, base + "probe"));
  }

  private static void refuseOld(String version) {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
      throw new IllegalStateException("Redis is " + version + "; expected 6.2 or newer");
    }
  }

  /** None of our keys has a time to live, so {@code volatile-*} takes none. */
  private static void judgeEviction(String policy) {
    if (policy.startsWith("allkeys-")) {
      throw new IllegalStateException(
          "Redis throws keys away when its memory is full (maxmemory-policy "
              + policy
              + "), and jobs with them; expected noeviction");
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
