package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.JobFilter;
import io.github.playlistsync.model.JobPage;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.UserId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists jobs. */
@Command(name = "jobs", description = "Lists jobs; those of one user newest first.")
final class JobsCommand extends QueueCommand {
  private static final int USUAL_LIMIT = 50;

  @Option(
      names = "--state",
      paramLabel = "S",
      split = ",",
      description = "only jobs in this state: ${COMPLETION-CANDIDATES}; may be given several times")
  private Set<JobState> states = EnumSet.noneOf(JobState.class);

  @Option(
      names = "--user",
      paramLabel = "NAME",
      converter = Ids.User.class,
      description = "only jobs of this Spotify user id")
  private @Nullable UserId user;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the most jobs to list; " + USUAL_LIMIT + " unless given")
  private int limit = USUAL_LIMIT;

  @Override
  void run(Output output) {
    WrongUseException.checkAtLeast(1, "--limit", limit);
    List<JobStatus> jobs = ask(this::list);
    if (output.json()) {
      output.json(new Answer(jobs.stream().map(JobJson::of).toList()));
    } else if (jobs.isEmpty()) {
      output.line("There are no such jobs.");
    } else {
      output.table(table(jobs));
    }
  }

  private List<JobStatus> list(SyncEngine engine) {
    int size = Math.min(limit, JobFilter.MAX_LIMIT);
    JobFilter filter = new JobFilter(user, null, states, size, null);
    List<JobStatus> jobs = new ArrayList<>();
    while (true) {
      JobPage page = engine.jobs(filter);
      page.jobs().stream().limit(limit - jobs.size()).forEach(jobs::add);
      if (page.next() == null || jobs.size() >= limit) {
        return jobs;
      }
      filter = filter.after(page);
    }
  }

  private static TextTable table(List<JobStatus> jobs) {
    TextTable table =
        new TextTable("WORK", "STATE", "TRIED", "PRIORITY", "CREATED", "ID").numbers(2);
    for (JobStatus job : jobs) {
      table.add(
          JobText.work(job),
          JobText.state(job),
          job.tries().attempts(),
          job.priority(),
          job.times().created(),
          job.id());
    }
    return table;
  }

  /** What {@code --json} prints. */
  record Answer(List<Map<String, @Nullable Object>> jobs) {}
}
