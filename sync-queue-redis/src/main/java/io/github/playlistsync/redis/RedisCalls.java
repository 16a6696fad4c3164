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

/** Commands on the shared connection, each bounded in time. */
final class RedisCalls {
  private final RedisClusterAsyncCommands<String, String> commands;
  private final Duration timeout;
  private final AnswerWatch watch;

  RedisCalls(RedisClusterAsyncCommands<String, String> commands, Duration timeout) {
    this.commands = commands;
    this.timeout = timeout;
    this.watch = new AnswerWatch(timeout);
  }

  RedisClusterAsyncCommands<String, String> commands() {
    return commands;
  }

  Duration timeout() {
    return timeout;
  }

  /** Runs a script by its digest, and by its text where Redis has not seen it. */
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

  /** Gives up after the limit; then the command is not sent any more if it was not yet. */
  <T> CompletableFuture<T> bounded(CompletionStage<T> command) {
    return watch.bounded(command.toCompletableFuture());
  }

  /**
   * The result of a command.
   *
   * @param what what it was for, for the message
   * @throws QueueUnavailableException if it failed or did not come in time
   * @throws SyncInterruptedException if the thread is interrupted
   */
  <T> T get(String what, CompletionStage<T> command) {
    return join(what, bounded(command));
  }

  /** The same for something that is bounded already. */
  <T> T join(String what, Future<T> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw unavailable(what, cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted while it wanted to " + what, e);
    }
  }

  /** What the caller is told of a failure. */
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
