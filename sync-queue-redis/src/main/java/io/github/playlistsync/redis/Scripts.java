package io.github.playlistsync.redis;

/** The scripts of the queue. */
final class Scripts {
  static final Script ENQUEUE = Script.load("queue", "enqueue");
  static final Script EXCHANGE = Script.load("queue", "exchange");
  static final Script HEARTBEAT = Script.load("queue", "heartbeat");
  static final Script CANCEL = Script.load("queue", "cancel");
  static final Script PAUSE = Script.load("queue", "pause");
  static final Script SCHEDULE = Script.load("queue", "schedule");

  static final Script CHECK = Script.load("check");

  private Scripts() {}
}
