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
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** Runs commands on the shared connection, each within the command timeout. */
final class RedisCalls {
  private final RedisClusterAsyncCommands<String, String> commands;
  private final Duration timeout;
  private final CommandTimeouts timeouts;

  RedisCalls(RedisClusterAsyncCommands<String, String> commands, Duration timeout) {
    this.commands = commands;
    this.timeout = timeout;
    this.timeouts = new CommandTimeouts(timeout);
  }

  RedisClusterAsyncCommands<String, String> commands() {
    return commands;
  }

  Duration timeout() {
    return timeout;
  }

  /** Runs a script by its digest, or by its text if Redis does not know it yet. */
  CompletableFuture<Object> run(Script script, String key, List<String> arguments) {
    String[] keys = {key};
    String[] values = arguments.toArray(new String[0]);
    return bounded(commands.<Object>evalsha(script.digest(), ScriptOutputType.MULTI, keys, values))
        .exceptionallyCompose(
            error ->
                cause(error) instanceof RedisNoScriptException
                    ? bounded(
                        commands.<Object>eval(
                            script.source(), ScriptOutputType.MULTI, keys, values))
                    : CompletableFuture.failedFuture(error));
  }

  /** Fails the command after the timeout; Lettuce then drops it if it is not sent yet. */
  <T> CompletableFuture<T> bounded(CompletionStage<T> command) {
    return timeouts.bounded(command.toCompletableFuture());
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
