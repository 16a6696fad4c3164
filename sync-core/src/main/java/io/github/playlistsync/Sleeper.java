package io.github.playlistsync;

import java.time.Duration;

/** Lets a thread wait; a test moves its clock instead. */
@FunctionalInterface
interface Sleeper {
  /** Waits for the given time, or until the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;
}
