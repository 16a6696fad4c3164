package io.github.playlistsync.redis;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands on the shared connection, each within the command timeout. */
final class RedisCalls {
  /** Between two attempts to run a script whose slot moves. */
  private static final Executor AFTER_A_PAUSE =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

  private final RedisLink link;
  private final Duration timeout;
  private final CommandTimeouts timeouts;

  RedisCalls(RedisLink link, Duration timeout) {
    this.link = link;
    this.timeout = timeout;
    this.timeouts = new CommandTimeouts(timeout);
  }

  /**
   * Returns the commands of the shared connection, which it opens first if need be.
   *
   * @throws QueueUnavailableException if Redis cannot be reached
   * @throws SyncInterruptedException if the thread is interrupted while it connects
   */
  RedisClusterAsyncCommands<String, String> commands() {
    return link.commands();
  }

  Duration timeout() {
    return timeout;
  }

  /**
   * Runs a script on the keys that begin with a base, and waits while a cluster moves their slot.
   *
   * <p>Its two keys never exist. While a slot moves, the new owner of the slot would run a script
   * with one key, without the keys that have not arrived; it refuses one with two.
   */
  CompletableFuture<Object> run(Script script, String base, List<String> arguments) {
    String[] keys = {base, base + "-"};
    String[] values = arguments.toArray(new String[0]);
    return run(script, keys, values, System.nanoTime() + timeout.toNanos());
  }

  private CompletableFuture<Object> run(
      Script script, String[] keys, String[] values, long deadline) {
    return byDigest(script, keys, values)
        .exceptionallyCompose(
            error ->
                isMoving(error) && System.nanoTime() - deadline < 0
                    ? CompletableFuture.runAsync(() -> {}, AFTER_A_PAUSE)
                        .thenCompose(paused -> run(script, keys, values, deadline))
                    : CompletableFuture.failedFuture(error));
  }

  private static boolean isMoving(Throwable error) {
    return String.valueOf(cause(error).getMessage()).startsWith("TRYAGAIN");
  }

  /** Runs a script by its digest, or by its text if Redis does not know it yet. */
  private CompletableFuture<Object> byDigest(Script script, String[] keys, String[] values) {
    return bounded(
            commands().<Object>evalsha(script.digest(), ScriptOutputType.MULTI, keys, values))
        .exceptionallyCompose(
            error ->
                cause(error) instanceof RedisNoScriptException
                    ? bounded(
                        commands()
                            .<Object>eval(script.source(), ScriptOutputType.MULTI, keys, values))
                    : CompletableFuture.failedFuture(error));
  }

  /** Fails the command after the timeout; Lettuce then drops it if it is not sent yet. */
  <T> CompletableFuture<T> bounded(CompletionStage<T> command) {
    return timeouts.bounded(link.observe(command.toCompletableFuture()));
  }

  /**
   * Waits for the answer to a command.
   *
   * @param what the purpose, which completes "cannot …" in messages
   * @throws QueueUnavailableException if the command fails or gets no answer in time
   * @throws SyncInterruptedException if the thread is interrupted
   */
  <T> T get(String what, CompletionStage<T> command) {
    return join(what, bounded(command));
  }

  /** Waits for an answer that is bounded already. */
  <T> T join(String what, Future<T> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw unavailable(what, cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while trying to " + what, e);
    }
  }

  /** Makes the exception for a failure. */
  QueueUnavailableException unavailable(String what, Throwable cause) {
    String why =
        cause instanceof TimeoutException
            ? "no answer within " + timeout.toMillis() + " ms"
            : String.valueOf(cause.getMessage());
    return new QueueUnavailableException("cannot " + what + ": Redis: " + why, cause);
  }

  static Throwable cause(Throwable error) {
    Throwable cause = error;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
