package io.github.playlistsync.redis;

import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads every key of a partition and tells what does not agree: a live job is in exactly one place,
 * leases match slots, lanes are in order, a lane that may be served has a turn, a name for work
 * belongs to a live job, counters count.
 */
final class KeyAudit {
  private final RedisCommands<String, String> redis;
  private final String base;
  private final int userLimit;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Map<String, String>> jobs = new TreeMap<>();
  private final Map<String, List<String>> places = new TreeMap<>();

  private KeyAudit(RedisCommands<String, String> redis, String base, int userLimit) {
    this.redis = redis;
    this.base = base;
    this.userLimit = userLimit;
  }

  static List<String> problems(
      RedisCommands<String, String> redis, String prefix, int partition, int userLimit) {
    KeyAudit audit = new KeyAudit(redis, "{" + prefix + ":" + partition + "}:", userLimit);
    audit.run();
    return audit.problems;
  }

  private void run() {
    Set<String> keys = new TreeSet<>(redis.keys(base.replace("{", "\\{") + "*"));
    keys.stream()
        .map(key -> key.substring(base.length()))
        .filter(key -> key.startsWith("j:"))
        .forEach(key -> jobs.put(key.substring(2), redis.hgetall(base + key)));
    keys.forEach(key -> place(key.substring(base.length())));
    jobs.forEach(this::job);
    users(keys);
    works(keys);
    times();
    keys.stream()
        .filter(key -> redis.pttl(key) >= 0)
        .forEach(key -> problems.add(key + " has a time to live"));
  }

  private void place(String key) {
    if (key.matches("q[012]:.*")) {
      lane(key);
    } else if (Set.of("due", "lease", "wait").contains(key)) {
      redis.zrange(base + key, 0, -1).forEach(id -> found(id, key));
    } else if (key.equals("done") || key.equals("dead")) {
      redis
          .zrange(base + key, 0, -1)
          .forEach(entry -> check(jobs.containsKey(entry.split(" ", 2)[0]), key + " has " + entry));
    }
  }

  private void lane(String key) {
    long last = 0;
    for (String entry : redis.lrange(base + key, 0, -1)) {
      int space = entry.indexOf(' ');
      String id = entry.substring(space + 1);
      long place = Long.parseLong(entry.substring(0, space));
      check(place > last, key + " has " + entry + " behind " + last);
      check(
          jobs.containsKey(id) && jobs.get(id).getOrDefault("q", "").equals("" + place),
          key + " has " + entry + ", which is not the job's place");
      last = place;
      found(id, key);
    }
  }

  private void found(String id, String key) {
    places.computeIfAbsent(id, each -> new ArrayList<>()).add(key);
  }

  private void job(String id, Map<String, String> job) {
    List<String> found = new ArrayList<>(places.getOrDefault(id, List.of()));
    String holder = job.get("hb");
    if (holder != null) {
      found.add("behind " + holder);
      check(
          jobs.containsKey(holder) && id.equals(jobs.get(holder).get("nx")),
          id + " is held behind " + holder + ", which does not know");
    }
    String lane = "q" + job.get("pr") + ":" + job.get("u");
    String expected =
        switch (job.get("s")) {
          case "Q" -> holder == null ? lane : "behind " + holder;
          case "D" -> "due";
          case "R" -> "lease";
          case "W" -> "wait";
          default -> "";
        };
    check(
        found.equals(expected.isEmpty() ? List.of() : List.of(expected)),
        id + " is " + job.get("s") + " and in " + found);
    boolean ended = expected.isEmpty();
    String archive = job.get("s").equals("F") ? "dead" : "done";
    String entry = id + " " + job.get("s") + " " + job.get("u");
    check((redis.zscore(base + archive, entry) != null) == ended, entry + " is wrongly archived");
    check(
        (redis.zscore(base + "uj:" + job.get("u"), id) == null) == expected.equals(lane),
        id + " is " + job.get("s") + " and wrongly listed");
    check(!job.containsKey("nx") || jobs.containsKey(job.get("nx")), id + " holds back nothing");
    check(!ended || !job.containsKey("nx"), id + " has ended and holds back a job");
    if (job.get("s").equals("W")) {
      children(id, job);
    }
  }

  private void children(String id, Map<String, String> parent) {
    Map<String, Integer> seen = new HashMap<>();
    int gone = 0;
    for (String child : redis.zrange(base + "c:" + id, 0, -1)) {
      if (jobs.containsKey(child)) {
        seen.merge(jobs.get(child).get("s"), 1, Integer::sum);
        check(id.equals(jobs.get(child).get("pa")), child + " does not know its parent " + id);
      } else {
        gone++;
      }
    }
    int open =
        number(parent, "ct") - number(parent, "cs") - number(parent, "cf") - number(parent, "cc");
    int live =
        seen.entrySet().stream()
            .filter(e -> "QDRW".contains(e.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    check(open == live, id + " waits for " + open + " children, and " + live + " are live");
    check(open > 0, id + " waits for nothing");
    check(gone >= 0, "impossible");
  }

  private void users(Set<String> keys) {
    Map<String, Map<String, Integer>> counted = new TreeMap<>();
    Map<String, Integer> all = new TreeMap<>();
    jobs.forEach(
        (id, job) -> {
          counted
              .computeIfAbsent(job.get("u"), user -> new TreeMap<>())
              .merge(job.get("s"), 1, Integer::sum);
          all.merge(job.get("s"), 1, Integer::sum);
        });
    Map<String, Integer> counts = new TreeMap<>();
    redis
        .hgetall(base + "meta")
        .forEach(
            (state, count) -> {
              if (state.length() == 1 && !count.equals("0")) {
                counts.put(state, Integer.valueOf(count));
              }
            });
    check(counts.equals(all), "counts are " + counts + ", but there are " + all);
    check(
        new TreeSet<>(redis.zrange(base + "users", 0, -1)).equals(counted.keySet()),
        "users are not those with jobs");
    Set<String> known = new TreeSet<>(counted.keySet());
    keys.stream()
        .filter(key -> key.startsWith(base + "u:"))
        .forEach(key -> known.add(key.substring(base.length() + 2)));
    int full = 0;
    for (String user : known) {
      Map<String, String> fields = redis.hgetall(base + "u:" + user);
      tallies(user, fields, counted.getOrDefault(user, Map.of()));
      check(
          fields.containsKey("known") == counted.containsKey(user),
          user + " is known: " + fields.containsKey("known"));
      full += fields.containsKey("full") ? 1 : 0;
      int running = number(fields, "R");
      check(running <= userLimit, user + " runs " + running);
      check(
          fields.containsKey("full") == (running == userLimit),
          user + " runs " + running + " and is full: " + fields.containsKey("full"));
      boolean mayRun = running < userLimit && !fields.containsKey("paused");
      for (int priority = 0; priority < 3; priority++) {
        boolean lane = redis.exists(base + "q" + priority + ":" + user) == 1;
        boolean turn = redis.zscore(base + "turns", priority + user) != null;
        check(turn == (lane && mayRun), user + " has a turn at " + priority + ": " + turn);
      }
    }
    check(full == number(redis.hgetall(base + "meta"), "full"), full + " users are full");
  }

  private void tallies(String user, Map<String, String> fields, Map<String, Integer> states) {
    Map<String, Integer> told = new TreeMap<>();
    fields.forEach(
        (field, value) -> {
          if (field.length() == 1 && !value.equals("0")) {
            told.put(field, Integer.valueOf(value));
          }
        });
    Map<String, Integer> expected = new TreeMap<>(states);
    expected.keySet().retainAll(Set.of("R", "D", "W", "F", "C"));
    int held =
        (int)
            jobs.values().stream()
                .filter(job -> user.equals(job.get("u")) && job.containsKey("hb"))
                .count();
    if (held > 0) {
      expected.put("H", held);
    }
    check(told.equals(expected), user + " is counted " + told + ", but has " + expected);
  }

  /** Nothing falls due before the time from which on the scripts look for it. */
  private void times() {
    String next = redis.hget(base + "meta", "next");
    if (next != null && !next.isEmpty()) {
      for (String key : List.of("lease", "due", "sched")) {
        for (ScoredValue<String> head : redis.zrangeWithScores(base + key, 0, 0)) {
          check(
              head.getScore() >= Long.parseLong(next),
              key + " falls due at " + head.getScore() + ", and is looked at from " + next);
        }
      }
    }
  }

  private void works(Set<String> keys) {
    Set<String> named = new TreeSet<>();
    for (String key : keys) {
      if (key.startsWith(base + "d:")) {
        redis
            .hgetall(key)
            .forEach(
                (work, id) -> {
                  named.add(id);
                  check(
                      jobs.containsKey(id)
                          && "QDRW".contains(jobs.get(id).get("s"))
                          && !jobs.get(id).containsKey("hb"),
                      work + " names " + id + ", which is not live");
                });
      }
    }
    jobs.forEach(
        (id, job) ->
            check(
                !"QDRW".contains(job.get("s")) || job.containsKey("hb") || named.contains(id),
                id + " is live and its work has no name"));
    for (String id : redis.smembers(base + "yield")) {
      check(
          jobs.containsKey(id) && jobs.get(id).get("s").equals("R"),
          id + " yields and does not run");
    }
    for (ScoredValue<String> each : redis.zrangeWithScores(base + "lease", 0, -1)) {
      check(each.getScore() > 0, each.getValue() + " has no end of its lease");
    }
  }

  private static int number(Map<String, String> job, String field) {
    return Integer.parseInt(job.getOrDefault(field, "0"));
  }

  private void check(boolean fine, String problem) {
    if (!fine) {
      problems.add(problem);
    }
  }
}
