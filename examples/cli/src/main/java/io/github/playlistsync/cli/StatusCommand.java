package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.redis.RedisRequestGate;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.report.UserStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the status of a job, a user or the queue. */
@Command(
    name = "status",
    description = "Shows the status of a job, a user or, without either, the queue.",
    exitCodeList = {
      "0:the status was shown; with --watch, the job succeeded",
      "1:the job is unknown or the queue unavailable; with --watch, the job did not succeed",
      "2:the command line is wrong"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(multiplicity = "0..1")
  private Subject subject = new Subject();

  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--watch",
      description = "show progress until the job ends; with --json, only the end")
  private boolean watch;

  /** The job or the user. */
  static final class Subject {
    @Parameters(
        index = "0",
        paramLabel = "JOB",
        converter = Ids.Job.class,
        description = "the id that enqueue printed")
    private @Nullable JobId job;

    @Option(
        names = "--user",
        paramLabel = "NAME",
        converter = Ids.User.class,
        description =
            "the Spotify user id; --db adds their last sync and the state of their authorization")
    private @Nullable UserId user;
  }

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    if (subject.job != null) {
      JobId job = subject.job;
      return redis.ask(engine -> show(engine, job, output));
    }
    if (watch) {
      throw new WrongUseException("--watch is for a JOB");
    }
    if (subject.user != null) {
      show(answer(subject.user), output);
    } else {
      show(queue(), output);
    }
    return ExitCode.OK;
  }

  private int show(SyncEngine engine, JobId id, Output output) {
    JobStatus job =
        watch
            ? new JobWatch(engine, output).watch(id)
            : engine.status(id).orElseThrow(() -> JobParameter.unknown(id));
    SyncReport report = engine.report(id).orElse(null);
    if (output.json()) {
      output.json(JobJson.of(job, report));
    } else {
      JobText.lines(job, report).forEach(output::line);
    }
    if (!watch || job.state() == JobState.SUCCEEDED) {
      return ExitCode.OK;
    }
    String why = job.error() == null ? "" : ": " + job.error();
    ErrorLines.print(command().commandLine(), "job " + id + " is " + job.state() + why);
    return ExitCode.SOFTWARE;
  }

  private QueueJson queue() {
    RedisAddress address = redis.address();
    try (Redis opened = redis.open();
        RedisRequestGate gate = opened.gate()) {
      return address.named(() -> QueueJson.of(opened.queue().counts(), gate.status()));
    }
  }

  private static void show(QueueJson queue, Output output) {
    if (output.json()) {
      output.json(queue);
    } else {
      queue.print(output);
    }
  }

  private Answer answer(UserId user) {
    if (!database.isGiven()) {
      return redis.ask(engine -> Answer.of(engine.status(user), engine.schedules(user)));
    }
    redis.address();
    database.address();
    return redis.ask(
        database::open,
        LoginKeys.in(PlaylistSyncCommand.environment(spec)),
        engine -> Answer.of(engine.status(user), engine.schedules(user)));
  }

  private static void show(Answer answer, Output output) {
    if (output.json()) {
      output.json(answer);
      return;
    }
    output.line("User " + answer.user + (answer.paused ? ", paused" : ""));
    output.line(
        "jobs       %,d running, %,d waiting, %,d failed"
            .formatted(answer.running, answer.waiting, answer.failed));
    if (answer.lastSync != null) {
      output.line("last sync  " + answer.lastSync);
    }
    if (answer.nextSync != null) {
      output.line("next sync  " + answer.nextSync);
    }
    if (answer.daysLeft != null) {
      output.line(
          "login      ends in %,d days, at %s".formatted(answer.daysLeft, answer.loginEndsAt));
    }
    for (Schedule schedule : answer.schedules) {
      String what = schedule.playlist == null ? "" : ", playlist " + schedule.playlist;
      output.line(
          "schedule   every " + Spans.shown(Duration.ofSeconds(schedule.everySeconds)) + what);
    }
    if (answer.suspension != null) {
      Suspension.Reason reason = Suspension.Reason.valueOf(answer.suspension);
      output.line(
          "suspended  since %s: %s; %s"
              .formatted(
                  answer.suspendedSince,
                  SuspensionText.words(reason),
                  SuspensionText.advice(reason)));
    }
  }

  private CommandSpec command() {
    return Objects.requireNonNull(spec, "spec");
  }

  /** What {@code --json} prints of a user. */
  record Answer(
      String user,
      long running,
      long waiting,
      long failed,
      boolean paused,
      @Nullable String lastSync,
      @Nullable String nextSync,
      List<Schedule> schedules,
      @Nullable String suspension,
      @Nullable String suspendedSince,
      @Nullable String loginEndsAt,
      @Nullable Long daysLeft) {

    static Answer of(UserStatus status, List<SyncSchedule> schedules) {
      Suspension suspension = status.suspension();
      return new Answer(
          status.user().value(),
          status.running(),
          status.waiting(),
          status.failed(),
          status.paused(),
          status.lastSync() == null ? null : status.lastSync().toString(),
          status.nextSync() == null ? null : status.nextSync().toString(),
          schedules.stream().map(Schedule::of).toList(),
          suspension == null ? null : suspension.reason().name(),
          suspension == null ? null : suspension.since().toString(),
          status.authorization() == null ? null : status.authorization().endsAt().toString(),
          status.authorization() == null ? null : status.authorization().daysLeft());
    }
  }

  /** A schedule of the user that {@code --json} prints; of the library without a playlist. */
  record Schedule(@Nullable String playlist, long everySeconds) {
    static Schedule of(SyncSchedule schedule) {
      PlaylistId playlist = schedule.spec().playlist();
      return new Schedule(playlist == null ? null : playlist.value(), schedule.every().toSeconds());
    }
  }
}
