package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Has the work of a job done once more. */
@Command(
    name = "retry",
    description = "Enqueues the work of a failed or canceled job once more; prints the new job.")
final class RetryCommand implements Callable<Integer> {
  @Mixin private JobParameter job = new JobParameter();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private UnusedOptions.OfDatabase unusedDatabase = new UnusedOptions.OfDatabase();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    JobId again = redis.ask(this::retry);
    if (output.json()) {
      output.json(new EnqueueCommand.Answer(again.value()));
    } else {
      output.line(again.value());
    }
    return ExitCode.OK;
  }

  private JobId retry(SyncEngine engine) {
    JobStatus before = engine.status(job.job()).orElseThrow(() -> JobParameter.unknown(job.job()));
    return engine
        .retry(job.job())
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "job %s is %s; only one that failed or was canceled is retried"
                        .formatted(job.job(), before.state())));
  }
}
