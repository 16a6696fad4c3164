package io.github.playlistsync.redis;

import java.util.List;

/** All scripts of the queue and the gate. */
final class Scripts {
  private static final List<String> SHARED = List.of("archive", "state", "users", "flush", "jobs");
  private static final List<String> INTAKE =
      List.of("archive", "state", "users", "flush", "jobs", "intake");

  static final Script ENQUEUE = Script.of("enqueue", INTAKE);
  static final Script CHILDREN =
      Script.of(
          "children", List.of("archive", "state", "users", "flush", "jobs", "intake", "family"));
  static final Script EXCHANGE =
      Script.of(
          "exchange",
          List.of(
              "archive",
              "usual",
              "usual_write",
              "state",
              "users",
              "flush",
              "jobs",
              "intake",
              "family",
              "settle",
              "due",
              "mend",
              "take"));
  static final Script HEARTBEAT = Script.of("heartbeat", SHARED);
  static final Script CANCEL = Script.of("cancel", SHARED);
  static final Script PAUSE = Script.of("pause", SHARED);
  static final Script SCHEDULE = Script.of("schedule", SHARED);

  static final Script REPAIR =
      Script.of(
          "repair",
          List.of(
              "archive",
              "state",
              "users",
              "flush",
              "jobs",
              "findings",
              "repair_job",
              "repair_index",
              "repair_sums",
              "repair_times"));

  static final Script COUNTS = Script.alone("counts");
  static final Script LAYOUT = Script.alone("layout");
  static final Script CHECK = Script.alone("check");
  static final Script GATE = Script.alone("gate");

  /** All of them, for the tests. */
  static final List<Script> ALL =
      List.of(
          ENQUEUE, CHILDREN, EXCHANGE, HEARTBEAT, CANCEL, PAUSE, SCHEDULE, REPAIR, COUNTS, LAYOUT,
          CHECK, GATE);

  private Scripts() {}
}
