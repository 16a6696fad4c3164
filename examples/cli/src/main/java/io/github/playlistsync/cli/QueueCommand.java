package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.spi.queue.JobQueue;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** A command that the queue alone answers. */
abstract class QueueCommand implements Callable<Integer> {
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private UnusedOptions.OfDatabase unusedDatabase = new UnusedOptions.OfDatabase();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public final Integer call() {
    run(outputOptions.output());
    return ExitCode.OK;
  }

  /** Does what the command is for, and prints the answer. */
  abstract void run(Output output);

  /** Asks what only the queue itself answers. */
  final <T> T askQueue(Function<JobQueue, T> question) {
    return redis.askQueue(question);
  }

  final <T> T ask(Function<SyncEngine, T> question) {
    return redis.ask(question);
  }
}
