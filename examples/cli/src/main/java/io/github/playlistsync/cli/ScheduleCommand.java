package io.github.playlistsync.cli;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Schedules the syncs of a library or a playlist. */
@Command(
    name = "schedule",
    description = {
      "Syncs a user's playlists, or one of them, at an interval. A new schedule replaces the old one of the",
      "library or of that playlist.",
      "The database keeps the schedule too, so that a Redis that lost it is filled again."
    })
final class ScheduleCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Mixin private UserOption user = new UserOption();
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private UnusedOptions.OfSpotify unusedSpotify = new UnusedOptions.OfSpotify();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--playlist",
      paramLabel = "ID",
      converter = Ids.Playlist.class,
      description = "only this playlist: its id, its spotify:playlist: URI or its link")
  private @Nullable PlaylistId playlist;

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      required = true,
      converter = Spans.class,
      description = "the time from one sync to the next, for example 30m, 12h or 1d")
  private @Nullable Duration every;

  @Override
  public Integer call() {
    Duration span = Objects.requireNonNull(every, "every");
    if (span.compareTo(SHORTEST) < 0) {
      throw new WrongUseException("--every is 1s or more");
    }
    redis.address();
    database.address();
    Output output = outputOptions.output();
    UserId owner = user.user();
    PlaylistId only = playlist;
    Optional<Instant> due =
        redis.ask(
            database::openOrCreate,
            Optional.empty(),
            engine -> {
              if (only == null) {
                engine.schedule(owner, span);
                return Optional.ofNullable(engine.status(owner).nextSync());
              }
              engine.schedule(owner, only, span);
              return engine.nextSync(owner, only);
            });
    String next = due.map(Instant::toString).orElse(null);
    if (output.json()) {
      String id = only == null ? null : only.value();
      output.json(new Answer(owner.value(), id, span.toSeconds(), next));
    } else {
      output.line("Every " + Spans.shown(span) + (next == null ? "" : "; next at " + next));
    }
    return ExitCode.OK;
  }

  /** What {@code --json} prints. */
  record Answer(
      String user, @Nullable String playlist, long everySeconds, @Nullable String nextSync) {}
}
