package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.JobState;
import io.github.playlistsync.model.JobStatus;
import io.github.playlistsync.model.JobType;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Redis holds a job: short texts, the same in the scripts and here. */
final class JobFields {
  private JobFields() {}

  /** Writes the arguments by which a script accepts a job. */
  static void write(JobId id, JobSpec spec, Priority priority, List<String> to) {
    to.add(id.value());
    to.add(type(spec));
    to.add(spec.user().value());
    to.add(playlist(spec));
    to.add(priority(priority));
  }

  static String type(JobSpec spec) {
    return spec.type() == JobType.SYNC_USER ? "U" : "P";
  }

  static String playlist(JobSpec spec) {
    PlaylistId playlist = spec.playlist();
    return playlist == null ? "" : playlist.value();
  }

  /**
   * Reads what a job is about.
   *
   * @throws IllegalArgumentException if that cannot be read
   */
  static JobSpec spec(@Nullable String type, @Nullable String user, @Nullable String playlist) {
    if (user == null || type == null) {
      throw new IllegalArgumentException("its type or user is missing");
    }
    return switch (type) {
      case "U" -> JobSpec.user(UserId.of(user));
      case "P" -> JobSpec.playlist(UserId.of(user), PlaylistId.of(String.valueOf(playlist)));
      default -> throw new IllegalArgumentException("its type " + type + " is unknown");
    };
  }

  static String priority(Priority priority) {
    return switch (priority) {
      case HIGH -> "0";
      case NORMAL -> "1";
      case LOW -> "2";
    };
  }

  static Priority priority(@Nullable String text) {
    return "0".equals(text) ? Priority.HIGH : "2".equals(text) ? Priority.LOW : Priority.NORMAL;
  }

  static JobState state(@Nullable String text) {
    return switch (String.valueOf(text)) {
      case "Q" -> JobState.QUEUED;
      case "D" -> JobState.DEFERRED;
      case "R" -> JobState.RUNNING;
      case "W" -> JobState.WAITING;
      case "S" -> JobState.SUCCEEDED;
      case "C" -> JobState.CANCELED;
      default -> JobState.FAILED;
    };
  }

  static String progress(Progress progress) {
    Duration eta = progress.eta();
    return String.join(
        " ",
        progress.phase().name(),
        Long.toString(progress.done()),
        progress.total() == null ? "-" : progress.total().toString(),
        progress.unit().name(),
        eta == null ? "-" : Long.toString(eta.toMillis()));
  }

  /** Reads what another version wrote differently as no progress, since the job itself is sound. */
  static Progress progress(@Nullable String text) {
    if (text == null) {
      return Progress.NONE;
    }
    String[] parts = text.split(" ", -1);
    try {
      return new Progress(
          Progress.Phase.valueOf(parts[0]),
          Long.parseLong(parts[1]),
          parts[2].equals("-") ? null : Long.valueOf(parts[2]),
          Progress.Unit.valueOf(parts[3]),
          parts[4].equals("-") ? null : Duration.ofMillis(Long.parseLong(parts[4])));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Progress.NONE;
    }
  }

  /** Reads a job from its hash. */
  static JobStatus status(JobId id, Map<String, String> fields) {
    JobState state = state(fields.get("s"));
    String parent = fields.get("pa");
    return new JobStatus(
        id,
        readableSpec(fields),
        state,
        priority(fields.get("pr")),
        new JobStatus.Tries(number(fields, "a"), number(fields, "l")),
        progress(fields.get("g")),
        waiting(state, fields),
        parent == null ? null : JobId.of(parent),
        new JobStatus.Children(
            number(fields, "ct"), number(fields, "cs"), number(fields, "cf"), number(fields, "cc")),
        new JobStatus.Times(
            timeIn(fields, "c"),
            fields.containsKey("st") ? timeIn(fields, "st") : null,
            fields.containsKey("en") ? timeIn(fields, "en") : null),
        fields.get("wk"),
        fields.get("r"),
        fields.get("e"));
  }

  private static @Nullable JobSpec readableSpec(Map<String, String> fields) {
    try {
      return spec(fields.get("t"), fields.get("u"), fields.get("p"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Wait waiting(JobState state, Map<String, String> fields) {
    boolean waits =
        state == JobState.DEFERRED || (state == JobState.RUNNING && fields.containsKey("du"));
    return waits ? new Wait(timeIn(fields, "du"), fields.getOrDefault("dr", "")) : null;
  }

  static Instant time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static int number(Map<String, String> fields, String field) {
    return (int) longIn(fields, field);
  }

  private static Instant timeIn(Map<String, String> fields, String field) {
    return Instant.ofEpochMilli(longIn(fields, field));
  }

  /** Reads a damaged number as 0, so that one damaged job does not hide the others. */
  private static long longIn(Map<String, String> fields, String field) {
    try {
      return Long.parseLong(fields.getOrDefault(field, "0"));
    } catch (NumberFormatException damaged) {
      return 0;
    }
  }
}
