package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Repeats the work of a job. */
@Command(
    name = "retry",
    description = "Enqueues the work of a failed or canceled job again, and prints the new job.")
final class RetryCommand extends QueueCommand {
  @Mixin private JobParameter job = new JobParameter();

  @Override
  void run(Output output) {
    JobId again = ask(this::retry);
    output.answer(new EnqueueCommand.Answer(again.value()), again.value());
  }

  private JobId retry(SyncEngine engine) {
    JobStatus before = engine.status(job.job()).orElseThrow(() -> JobParameter.unknown(job.job()));
    return engine
        .retry(job.job())
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "job %s is %s; only failed and canceled jobs can be retried"
                        .formatted(job.job(), before.state())));
  }
}
