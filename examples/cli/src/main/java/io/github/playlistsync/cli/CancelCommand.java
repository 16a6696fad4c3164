package io.github.playlistsync.cli;

import io.github.playlistsync.model.Cancellation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Ends a job that is not wanted any more. */
@Command(
    name = "cancel",
    description = "Cancels a job and those that it made. One that runs stops within seconds.")
final class CancelCommand implements Callable<Integer> {
  @Mixin private JobParameter job = new JobParameter();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private UnusedOptions.OfDatabase unusedDatabase = new UnusedOptions.OfDatabase();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    Cancellation came = redis.ask(engine -> engine.cancel(job.job()));
    switch (came) {
      case UNKNOWN -> throw JobParameter.unknown(job.job());
      case TOO_LATE -> throw new CommandFailedException("job " + job.job() + " had ended before");
      case DONE, ASKED -> {
        if (output.json()) {
          output.json(new Answer(job.job().value(), came.name()));
        } else {
          output.line(
              came == Cancellation.DONE ? "Canceled." : "Canceled; what runs of it is told.");
        }
      }
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String jobId, String cancellation) {}
}
