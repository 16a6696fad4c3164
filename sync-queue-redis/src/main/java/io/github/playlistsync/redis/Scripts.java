package io.github.playlistsync.redis;

/** All scripts of the queue and the gate. */
final class Scripts {
  static final Script ENQUEUE = Script.ofQueue("enqueue");
  static final Script EXCHANGE =
      Script.ofQueue("exchange", "settle", "due", "mend", "turns", "take");
  static final Script HEARTBEAT = Script.ofQueue("heartbeat");
  static final Script CANCEL = Script.ofQueue("cancel");
  static final Script PAUSE = Script.ofQueue("pause");
  static final Script SCHEDULE = Script.ofQueue("schedule");

  static final Script COUNTS = Script.alone("counts");
  static final Script LIST = Script.alone("list");
  static final Script CHECK = Script.alone("check");
  static final Script GATE = Script.alone("gate");

  private Scripts() {}
}
