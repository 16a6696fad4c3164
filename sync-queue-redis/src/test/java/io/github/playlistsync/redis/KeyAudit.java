package io.github.playlistsync.redis;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads every key of a partition and says what does not agree: a live job is in exactly one list or
 * set, lanes are in order, a lane that may be served has a turn, the name of some work belongs to a
 * live job, counters count.
 */
final class KeyAudit {
  private final KeySnapshot keys;
  private final int userLimit;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Map<String, String>> jobs = new TreeMap<>();

  /** In which lists and sets a job is. */
  private final Map<String, List<String>> holders = new TreeMap<>();

  private KeyAudit(KeySnapshot keys, int userLimit) {
    this.keys = keys;
    this.userLimit = userLimit;
  }

  static List<String> problems(
      RedisCommands<String, String> redis, String prefix, int partition, int userLimit) {
    KeyAudit audit =
        new KeyAudit(KeySnapshot.of(redis, "{" + prefix + ":" + partition + "}:"), userLimit);
    audit.run();
    return audit.problems;
  }

  private void run() {
    keys.names().stream()
        .filter(key -> key.startsWith("j:"))
        .forEach(key -> jobs.put(key.substring(2), keys.hash(key)));
    keys.names().forEach(this::jobsIn);
    jobs.forEach(this::job);
    users();
    works();
    times();
    keys.volatileNames().forEach(key -> problems.add(key + " has a time to live"));
  }

  private void jobsIn(String key) {
    if (key.matches("q[012]:.*")) {
      lane(key);
    } else if (Set.of("due", "lease", "wait").contains(key)) {
      keys.scores(key).keySet().forEach(id -> found(id, key));
    } else if (key.equals("done") || key.equals("dead")) {
      keys.scores(key)
          .keySet()
          .forEach(entry -> check(jobs.containsKey(entry.split(" ", 2)[0]), key + " has " + entry));
    }
  }

  private void lane(String key) {
    long last = 0;
    for (String entry : keys.list(key)) {
      int space = entry.indexOf(' ');
      String id = entry.substring(space + 1);
      long number = Long.parseLong(entry.substring(0, space));
      check(number > last, key + " has " + entry + " behind " + last);
      check(
          jobs.containsKey(id) && jobs.get(id).getOrDefault("q", "").equals("" + number),
          key + " has " + entry + ", which is not the job's number");
      last = number;
      found(id, key);
    }
  }

  private void found(String id, String key) {
    holders.computeIfAbsent(id, each -> new ArrayList<>()).add(key);
  }

  private void job(String id, Map<String, String> job) {
    List<String> found = new ArrayList<>(holders.getOrDefault(id, List.of()));
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
    check(keys.scores(archive).containsKey(entry) == ended, entry + " is wrongly archived");
    check(
        keys.scores("uj:" + job.get("u")).containsKey(id) != expected.equals(lane),
        id + " is " + job.get("s") + " and wrongly listed");
    check(!job.containsKey("nx") || jobs.containsKey(job.get("nx")), id + " holds back nothing");
    check(!ended || !job.containsKey("nx"), id + " has ended and holds back a job");
    if (job.get("s").equals("W")) {
      children(id, job);
    }
  }

  private void children(String id, Map<String, String> parent) {
    Map<String, Integer> seen = new HashMap<>();
    for (String child : keys.scores("c:" + id).keySet()) {
      if (jobs.containsKey(child)) {
        seen.merge(jobs.get(child).get("s"), 1, Integer::sum);
        check(id.equals(jobs.get(child).get("pa")), child + " does not know its parent " + id);
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
  }

  private void users() {
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
    keys.hash("meta")
        .forEach(
            (state, count) -> {
              if (state.length() == 1 && !count.equals("0")) {
                counts.put(state, Integer.valueOf(count));
              }
            });
    check(counts.equals(all), "counts are " + counts + ", but there are " + all);
    check(keys.scores("users").keySet().equals(counted.keySet()), "users are not those with jobs");
    Set<String> known = new TreeSet<>(counted.keySet());
    keys.names().stream()
        .filter(key -> key.startsWith("u:"))
        .forEach(key -> known.add(key.substring(2)));
    int full = 0;
    for (String user : known) {
      Map<String, String> fields = keys.hash("u:" + user);
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
        boolean lane = keys.names().contains("q" + priority + ":" + user);
        boolean turn = keys.scores("turns").containsKey(priority + user);
        check(turn == (lane && mayRun), user + " has a turn at " + priority + ": " + turn);
      }
    }
    check(full == number(keys.hash("meta"), "full"), full + " users are full");
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
    String next = keys.hash("meta").getOrDefault("next", "");
    if (!next.isEmpty()) {
      for (String key : List.of("lease", "due", "sched")) {
        for (double due : keys.scores(key).values()) {
          check(
              due >= Long.parseLong(next),
              key + " falls due at " + due + ", and is looked at from " + next);
        }
      }
    }
  }

  private void works() {
    Set<String> named = new TreeSet<>();
    for (String key : keys.names()) {
      if (key.startsWith("d:")) {
        keys.hash(key)
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
    for (String id : keys.set("yield")) {
      check(
          jobs.containsKey(id) && jobs.get(id).get("s").equals("R"),
          id + " yields and does not run");
    }
    keys.scores("lease").forEach((id, end) -> check(end > 0, id + " has no end of its lease"));
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
