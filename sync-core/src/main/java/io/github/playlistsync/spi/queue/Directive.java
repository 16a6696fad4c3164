package io.github.playlistsync.spi.queue;

/** What a running job must do, as its heartbeat learns. */
public enum Directive {
  /** Continue. */
  GO_ON,
  /**
   * Stop where that is cheap and hand the job back, because urgent work waits and no worker is
   * free. Goes only to jobs of low priority, and to no more of them than there is urgent work. A
   * job may ignore it.
   */
  YIELD,
  /** Stop, and settle the job as canceled: somebody canceled it. */
  CANCEL,
  /** Stop at once and write nothing more: the job has another lease now, or has ended. */
  LEASE_LOST
}
