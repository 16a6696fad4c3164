package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.spi.queue.JobEvents;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the event streams of all partitions. A cursor holds one stream id per partition. */
final class EventReader {
  private static final int PAGE = 500;
  private static final String START = "0-0";
  private static final Pattern CURSOR =
      Pattern.compile("\\d{1,20}-\\d{1,20}(,\\d{1,20}-\\d{1,20})*");

  private final Partitions partitions;
  private final RedisCalls calls;

  EventReader(Partitions partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.calls = calls;
  }

  /** Returns the cursor behind the newest event. */
  String newest() {
    List<String> ids = new ArrayList<>();
    for (Partition partition : partitions.all()) {
      ids.add(newest(partition));
    }
    return String.join(",", ids);
  }

  String newest(Partition partition) {
    List<StreamMessage<String, String>> last =
        calls.get(
            "read events",
            calls.commands().xrevrange(partition.key("events"), Range.unbounded(), Limit.from(1)));
    return last.isEmpty() ? START : last.get(0).getId();
  }

  JobEvents after(String cursor) {
    List<String> ids = new ArrayList<>(Arrays.asList(cursor.split(",", -1)));
    if (!CURSOR.matcher(cursor).matches() || ids.size() != partitions.all().size()) {
      throw new IllegalArgumentException("event cursor '" + cursor + "' is not from this queue");
    }
    List<JobEvent> events = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      List<StreamMessage<String, String>> messages =
          calls.get(
              "read events",
              read(
                  calls.commands(),
                  XReadArgs.Builder.count(PAGE),
                  partitions.all().get(i),
                  ids.get(i)));
      for (StreamMessage<String, String> message : messages) {
        events.addAll(events(message));
        ids.set(i, message.getId());
      }
    }
    return new JobEvents(events, String.join(",", ids));
  }

  /** Suppresses the warning, since Lettuce takes the streams as an array of a generic type. */
  @SuppressWarnings("unchecked")
  static RedisFuture<List<StreamMessage<String, String>>> read(
      RedisClusterAsyncCommands<String, String> commands,
      XReadArgs arguments,
      Partition partition,
      String after) {
    return commands.xread(arguments, XReadArgs.StreamOffset.from(partition.key("events"), after));
  }

  /** Reads an entry of the stream, which holds all events of one script. */
  static List<JobEvent> events(StreamMessage<String, String> message) {
    List<JobEvent> events = new ArrayList<>();
    String time = message.getBody().get("t");
    String text = message.getBody().get("e");
    if (time == null || text == null) {
      return events;
    }
    Instant at = JobFields.time(time);
    String[] words = text.split(" ", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      events.add(new JobEvent(JobId.of(words[i]), JobFields.state(words[i + 1]), at));
    }
    return events;
  }

  /** Returns the id of the last message; null if there is none. */
  static @Nullable String last(List<StreamMessage<String, String>> messages) {
    return messages.isEmpty() ? null : messages.get(messages.size() - 1).getId();
  }
}
