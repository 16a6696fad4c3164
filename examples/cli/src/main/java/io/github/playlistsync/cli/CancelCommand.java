package io.github.playlistsync.cli;

import io.github.playlistsync.model.Cancellation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Cancels a job. */
@Command(
    name = "cancel",
    description = "Cancels a job and its children. Running work stops within seconds.")
final class CancelCommand extends QueueCommand {
  @Mixin private JobParameter job = new JobParameter();

  @Override
  void run(Output output) {
    Cancellation came = ask(engine -> engine.cancel(job.job()));
    switch (came) {
      case UNKNOWN -> throw JobParameter.unknown(job.job());
      case TOO_LATE -> throw new CommandFailedException("job " + job.job() + " had already ended");
      case DONE, ASKED -> {
        String line =
            came == Cancellation.DONE ? "Canceled." : "Canceled; its running work will stop.";
        output.answer(new Answer(job.job().value(), came.name()), line);
      }
    }
  }

  /** What {@code --json} prints. */
  record Answer(String jobId, String cancellation) {}
}
