package io.github.playlistsync.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All keys of a partition but the events, read in one step. The names stand without their base. */
final class KeySnapshot {
  private static final String SCRIPT =
      """
      local read = {
        hash = function(key) return redis.call('HGETALL', key) end,
        zset = function(key) return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end,
        set = function(key) return redis.call('SMEMBERS', key) end,
      }
      local found = {}
      for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
        local type = redis.call('TYPE', key).ok
        found[#found + 1] = {key, redis.call('PTTL', key), read[type] and read[type](key) or {}}
      end
      return found
      """;

  private final Map<String, List<String>> contents = new TreeMap<>();
  private final Set<String> volatileNames = new TreeSet<>();

  private KeySnapshot() {}

  static KeySnapshot of(RedisCommands<String, String> redis, String base) {
    KeySnapshot snapshot = new KeySnapshot();
    List<List<?>> keys =
        redis.eval(
            SCRIPT, ScriptOutputType.MULTI, new String[] {base}, base.replace("{", "\\{") + "*");
    for (List<?> key : keys) {
      String name = ((String) key.get(0)).substring(base.length());
      snapshot.contents.put(name, ((List<?>) key.get(2)).stream().map(String::valueOf).toList());
      if ((Long) key.get(1) >= 0) {
        snapshot.volatileNames.add(name);
      }
    }
    return snapshot;
  }

  Set<String> names() {
    return contents.keySet();
  }

  /** The keys that have a time to live. */
  Set<String> volatileNames() {
    return volatileNames;
  }

  List<String> list(String key) {
    return contents.getOrDefault(key, List.of());
  }

  Set<String> set(String key) {
    return Set.copyOf(list(key));
  }

  Map<String, String> hash(String key) {
    Map<String, String> fields = new HashMap<>();
    List<String> content = list(key);
    for (int i = 0; i < content.size(); i += 2) {
      fields.put(content.get(i), content.get(i + 1));
    }
    return fields;
  }

  /** The members of a sorted set in order, with their scores. */
  Map<String, Double> scores(String key) {
    Map<String, Double> scores = new LinkedHashMap<>();
    List<String> content = list(key);
    for (int i = 0; i < content.size(); i += 2) {
      scores.put(content.get(i), Double.valueOf(content.get(i + 1).replace("inf", "Infinity")));
    }
    return scores;
  }
}
