package io.github.playlistsync.cli;

import io.github.playlistsync.model.JobId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The job that a command is about. */
final class JobParameter {
  @Parameters(
      paramLabel = "JOB",
      converter = Ids.Job.class,
      description = "the id that enqueue printed")
  private @Nullable JobId job;

  JobId job() {
    return Objects.requireNonNull(job, "job");
  }

  /** The failure for a job that the queue does not know. */
  static CommandFailedException unknown(JobId job) {
    return new CommandFailedException("job " + job + " is unknown, or no longer kept");
  }
}
