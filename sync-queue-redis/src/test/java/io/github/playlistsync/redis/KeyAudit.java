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
 * Reads every key of a partition and says what does not agree: a job is in exactly the set of its
 * state, ready jobs are of users who may run them or are parked when they are next, the name of
 * some work belongs to a live job, and what is counted is there.
 */
final class KeyAudit {
  private static final Map<String, String> SETS =
      Map.of("D", "due", "R", "lease", "W", "wait", "S", "done", "C", "canceled", "F", "dead");

  private final KeySnapshot keys;
  private final int userLimit;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Map<String, String>> jobs = new TreeMap<>();

  /** In which sets a job is. */
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
    check(
        jobs.isEmpty() || "2".equals(keys.hash("meta").get("layout")), "the layout has no version");
    sets();
    jobs.forEach(this::job);
    users();
    works();
    times();
    keys.volatileNames().forEach(key -> problems.add(key + " has a time to live"));
  }

  private void sets() {
    keys.scores("ready").forEach(this::ready);
    keys.scores("parked").keySet().forEach(this::parked);
    keys.scores("held").keySet().forEach(id -> found(id, "held"));
    for (String set : SETS.values()) {
      keys.scores(set).keySet().forEach(entry -> found(entry.split(" ", 2)[0], set));
    }
    for (String set : List.of("done", "canceled", "dead")) {
      for (String entry : keys.scores(set).keySet()) {
        String[] parts = entry.split(" ", 2);
        check(parts[1].equals(field(parts[0], "u")), set + " has " + entry);
      }
    }
    for (String entry : keys.scores("lease").keySet()) {
      String[] parts = entry.split(" ", 2);
      check(parts[1].equals(field(parts[0], "k")), "lease has " + entry);
    }
  }

  private void ready(String entry, double score) {
    String[] parts = entry.split(" ", 2);
    long rank = (long) (score / 1e15);
    check(
        field(parts[1], "pr").equals("" + rank)
            && field(parts[1], "z").equals("" + (long) (score - rank * 1e15))
            && entry.equals(place(parts[1])),
        "ready has " + entry + " at " + score + ", which is not the job's place");
    found(parts[1], "ready");
  }

  private void parked(String entry) {
    String id = entry.substring(entry.lastIndexOf(' ') + 1);
    String expected = field(id, "u") + "\0" + field(id, "pr") + wide(field(id, "z")) + place(id);
    check(entry.equals(expected), "parked has " + entry + " and not " + expected);
    found(id, "parked");
  }

  private String place(String id) {
    return wide(field(id, "q")) + " " + id;
  }

  private static String wide(String number) {
    return "0".repeat(Math.max(0, 15 - number.length())) + number;
  }

  private String field(String id, String field) {
    return jobs.getOrDefault(id, Map.of()).getOrDefault(field, "");
  }

  private void found(String id, String key) {
    check(jobs.containsKey(id), key + " has " + id + ", which does not exist");
    holders.computeIfAbsent(id, each -> new ArrayList<>()).add(key);
  }

  private void job(String id, Map<String, String> job) {
    List<String> found = holders.getOrDefault(id, List.of());
    String state = job.get("s");
    String holder = job.get("hb");
    boolean fits =
        state.equals("Q")
            ? found.equals(List.of("held")) == (holder != null)
                && List.of(List.of("held"), List.of("ready"), List.of("parked")).contains(found)
            : found.equals(List.of(SETS.get(state)));
    check(fits, id + " is " + state + " and in " + found);
    if (holder != null) {
      check(id.equals(field(holder, "nx")), id + " is behind " + holder + ", which does not know");
    }
    boolean ended = "SCF".contains(state);
    check(keys.scores("uj:" + job.get("u")).containsKey(id), id + " is no job of " + job.get("u"));
    check(!job.containsKey("nx") || jobs.containsKey(job.get("nx")), id + " holds back nothing");
    check(!ended || !job.containsKey("nx"), id + " has ended and holds back a job");
    if (state.equals("W")) {
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
    Map<String, Map<String, Integer>> expected = new TreeMap<>();
    Map<String, Set<String>> owned = new TreeMap<>();
    jobs.forEach(
        (id, job) -> {
          owned.computeIfAbsent(job.get("u"), user -> new TreeSet<>()).add(id);
          Map<String, Integer> counts =
              expected.computeIfAbsent(job.get("u"), user -> new TreeMap<>());
          if (job.get("s").equals("R")) {
            counts.merge("r", 1, Integer::sum);
          } else if (job.get("s").equals("Q") && !job.containsKey("hb")) {
            counts.merge(job.get("pr"), 1, Integer::sum);
          }
        });
    Map<String, Map<String, Integer>> told = new TreeMap<>();
    Set<String> paused = new TreeSet<>();
    fields("users")
        .forEach(
            (field, value) -> {
              String user = field.substring(1);
              if (field.startsWith("p")) {
                paused.add(user);
              } else {
                told.computeIfAbsent(user, each -> new TreeMap<>())
                    .put(field.substring(0, 1), Integer.valueOf(value));
              }
            });
    expected.values().removeIf(Map::isEmpty);
    check(told.equals(expected), "users are counted " + told + ", but have " + expected);
    check(keys.scores("names").keySet().equals(owned.keySet()), "names are not those with jobs");
    for (String key : keys.names()) {
      if (key.startsWith("uj:")) {
        check(
            keys.scores(key).keySet().equals(owned.get(key.substring(3))),
            key + " is not what the user has");
        keys.scores(key)
            .forEach((id, q) -> check(field(id, "q").equals("" + q.longValue()), key + " " + id));
      }
    }
    Set<String> withReady = new TreeSet<>();
    keys.scores("ready")
        .keySet()
        .forEach(entry -> withReady.add(field(entry.split(" ", 2)[1], "u")));
    for (String entry : keys.scores("parked").keySet()) {
      String user = entry.substring(0, entry.indexOf('\0'));
      check(
          paused.contains(user)
              || withReady.contains(user)
              || expected.getOrDefault(user, Map.of()).containsKey("r"),
          user + " has parked jobs, and nothing brings them back");
    }
    expected.forEach(
        (user, counts) ->
            check(counts.getOrDefault("r", 0) <= userLimit, user + " runs " + counts.get("r")));
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
    fields("work")
        .forEach(
            (work, id) -> {
              named.add(id);
              String playlist = field(id, "p");
              String type = playlist.isEmpty() ? "U" : "P" + playlist;
              check(work.equals(type + " " + field(id, "u")), work + " names " + id);
              check(
                  "QDRW".contains(field(id, "s")) && field(id, "hb").isEmpty(),
                  work + " names " + id + ", which is not live");
            });
    jobs.forEach(
        (id, job) ->
            check(
                !"QDRW".contains(job.get("s")) || job.containsKey("hb") || named.contains(id),
                id + " is live and its work has no name"));
    for (String id : keys.set("yield")) {
      check(field(id, "s").equals("R"), id + " yields and does not run");
    }
    keys.scores("lease").forEach((id, end) -> check(end > 0, id + " has no end of its lease"));
  }

  /** The fields of a hash but the one that decides how Redis keeps it. */
  private Map<String, String> fields(String key) {
    Map<String, String> fields = new TreeMap<>(keys.hash(key));
    fields.remove("#");
    return fields;
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
