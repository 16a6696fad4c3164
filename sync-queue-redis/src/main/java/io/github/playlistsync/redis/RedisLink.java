package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is opened when it is first used, and replaced once it is silent.
 *
 * <p>Lettuce reconnects when a connection ends. One that dies without a word, since a proxy or a
 * firewall swallows what is sent, does not end for it, and would stay deaf for as long as the
 * kernel sends again, which is a quarter of an hour. So a command without an answer in time, after
 * which nothing else was answered either, makes a new connection.
 */
final class RedisLink {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

  /** Without this pause, all threads would wait in a row for a Redis that is away. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /** What waits on the old connection gets this long to be answered after all. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Supplier<Opened> opener;
  private final AtomicBoolean replacing = new AtomicBoolean();

  private volatile @Nullable Opened current;

  /** When something was answered last. */
  private volatile long answered = System.nanoTime();

  // Guarded by this.
  private @Nullable QueueUnavailableException failure;
  private long failedAt;

  private volatile boolean closed;

  RedisLink(Supplier<Opened> opener) {
    this.opener = opener;
  }

  /**
   * Returns the commands of the connection, which it opens first if need be.
   *
   * @throws QueueUnavailableException if Redis cannot be reached
   * @throws SyncInterruptedException if the thread is interrupted while it connects
   */
  RedisClusterAsyncCommands<String, String> commands() {
    Opened opened = current;
    return opened == null ? connect().commands : opened.commands;
  }

  private synchronized Opened connect() {
    Opened opened = current;
    if (opened != null) {
      return opened;
    }
    if (closed) {
      throw new QueueUnavailableException("the connection to Redis is closed");
    }
    if (failure != null && System.nanoTime() - failedAt < PAUSE_AFTER_FAILURE.toNanos()) {
      throw new QueueUnavailableException("" + failure.getMessage(), failure);
    }
    try {
      opened = opener.get();
      answered = System.nanoTime();
      current = opened;
      failure = null;
      if (closed) {
        opened.close();
      }
      return opened;
    } catch (RedisException e) {
      if (isInterruption(e)) {
        Thread.currentThread().interrupt();
        throw new SyncInterruptedException("interrupted while connecting to Redis", e);
      }
      failedAt = System.nanoTime();
      failure = new QueueUnavailableException("cannot connect to Redis: " + e.getMessage(), e);
      throw failure;
    }
  }

  /** Lettuce reports it in several ways, and does not always set the thread's status. */
  private static boolean isInterruption(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException
          || cause instanceof RedisCommandInterruptedException) {
        return true;
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  /** Learns from how a command ends whether the connection still answers; returns the command. */
  <T> CompletableFuture<T> observe(CompletableFuture<T> command) {
    Opened on = current;
    long sent = System.nanoTime();
    CompletableFuture<T> unused =
        command.whenComplete(
            (answer, error) -> {
              if (error == null || error instanceof RedisCommandExecutionException) {
                answered = System.nanoTime();
              } else if (isTimeout(error) && answered - sent < 0 && on != null && on == current) {
                replace(on);
              }
            });
    return command;
  }

  private static boolean isTimeout(Throwable error) {
    return error instanceof TimeoutException || error instanceof RedisCommandTimeoutException;
  }

  /** Not in the callback, since connecting waits for the network. */
  private void replace(Opened silent) {
    if (replacing.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> tryToReplace(silent), "playlist-sync-redis-connect");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void tryToReplace(Opened silent) {
    try {
      Opened fresh = opener.get();
      if (adopt(silent, fresh)) {
        log.warn("Redis was silent; a new connection replaces the old one");
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
            .execute(silent::close);
      } else {
        fresh.close();
      }
    } catch (RedisException e) {
      // Redis is away rather than the connection dead; the next silence tries again.
      log.debug("Redis is silent, and cannot be connected to: {}", e.toString());
    } finally {
      replacing.set(false);
    }
  }

  /** Returns whether the fresh connection is in use now. */
  private synchronized boolean adopt(Opened silent, Opened fresh) {
    if (current != silent) {
      return false;
    }
    answered = System.nanoTime();
    current = fresh;
    return !closed;
  }

  /** Does not wait for a thread that is connecting; it closes what it opens then. */
  void close() {
    closed = true;
    Opened opened = current;
    if (opened != null) {
      opened.close();
    }
  }

  /** A connection of Lettuce and its commands. */
  static final class Opened {
    private final StatefulConnection<String, String> connection;
    private final RedisClusterAsyncCommands<String, String> commands;

    Opened(
        StatefulConnection<String, String> connection,
        RedisClusterAsyncCommands<String, String> commands) {
      this.connection = connection;
      this.commands = commands;
    }

    void close() {
      connection.close();
    }
  }
}
