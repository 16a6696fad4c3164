package io.github.playlistsync.cli;

import io.github.playlistsync.error.SyncInterruptedException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Lets Ctrl-C and SIGTERM end a command between two transactions instead of within one. A command
 * that is cut short exits with the code of the signal. Close this after everything that must close
 * before the process ends.
 */
final class Stopping implements AutoCloseable {
  private static final long LIMIT_SECONDS = 10;

  private final PrintWriter err;
  private final String promise;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "playlist-sync-stopping");
  private final boolean meantToBeStopped;
  private @Nullable Runnable work;
  private volatile boolean begun;

  private Stopping(PrintWriter err, String promise, boolean meantToBeStopped) {
    this.err = err;
    this.promise = promise;
    this.meantToBeStopped = meantToBeStopped;
  }

  /** Listens for signals that cut a command short. */
  static Stopping listening(PrintWriter err) {
    return listening(
        new Stopping(err, "what was committed stays, the next sync does the rest", false));
  }

  /** Listens for signals that end a command as intended: its exit code is then 0. */
  static Stopping endedBySignals(PrintWriter err) {
    return listening(new Stopping(err, "what ran has ended or was handed back", true));
  }

  private static Stopping listening(Stopping stopping) {
    try {
      Runtime.getRuntime().addShutdownHook(stopping.hook);
    } catch (IllegalStateException alreadyStopping) {
      stopping.begun = true;
    }
    return stopping;
  }

  /**
   * Registers what ends the work that is about to run.
   *
   * @throws SyncInterruptedException if a signal came before
   */
  synchronized void with(Runnable stopper) {
    if (begun) {
      throw new SyncInterruptedException("stopped before it began");
    }
    this.work = stopper;
  }

  /** Waits until a signal has ended the work, or this thread is interrupted. */
  void awaitSignal() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a signal came. */
  boolean hasBegun() {
    return begun;
  }

  private synchronized @Nullable Runnable begin() {
    begun = true;
    return work;
  }

  private void stop() {
    Runnable running = begin();
    if (running != null) {
      running.run();
    }
    stopped.countDown();
    boolean clean = false;
    try {
      // Without work there is nothing to wait for.
      clean = running == null || ended.await(LIMIT_SECONDS, TimeUnit.SECONDS);
      err.println(
          clean
              ? "playlist-sync: stopped; " + promise
              : "playlist-sync: stopped without waiting any longer; what was committed stays");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    err.flush();
    if (clean && meantToBeStopped) {
      // Nothing else changes the exit code of a signal.
      Runtime.getRuntime().halt(ExitCode.OK);
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The hook is running and ends by itself.
    }
  }
}
