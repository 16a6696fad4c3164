package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.UserStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has a library synced again and again. */
@Command(
    name = "schedule",
    description = {
      "Has a user's playlists synced every so often, in the place of any other schedule.",
      "The schedule stands in the database too, so that a Redis that lost everything is filled"
          + " again."
    })
final class ScheduleCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOnly user = new UserOnly();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      required = true,
      converter = Spans.class,
      description = "the time from one sync to the next, such as 30m, 12h or 1d")
  private @Nullable Duration every;

  @Override
  public Integer call() {
    Duration span = Objects.requireNonNull(every, "every");
    if (span.compareTo(SHORTEST) < 0) {
      throw new ParameterException(
          Objects.requireNonNull(spec, "spec").commandLine(), "--every is 1s or more");
    }
    RedisAddress address = redis.address();
    database.address();
    Output output = outputOptions.output();
    UserId owner = user.user();
    UserStatus status;
    try (Redis opened = redis.open(false);
        Database store = database.openOrCreate();
        SyncEngine engine = Engines.over(opened.queue(), store.store())) {
      status =
          address.named(
              () -> {
                engine.schedule(owner, span);
                return engine.status(owner);
              });
    }
    String next = status.nextSync() == null ? null : status.nextSync().toString();
    if (output.json()) {
      output.json(new Answer(owner.value(), span.toSeconds(), next));
    } else {
      output.line("Every " + Spans.shown(span) + (next == null ? "" : "; next at " + next));
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(String user, long everySeconds, @Nullable String nextSync) {}
}
