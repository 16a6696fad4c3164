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

/** Reads the event streams of all partitions. A place in them is one stream id a partition. */
final class EventReader {
  private static final int PAGE = 500;
  private static final String START = "0-0";
  private static final Pattern PLACE =
      Pattern.compile("\\d{1,20}-\\d{1,20}(,\\d{1,20}-\\d{1,20})*");

  private final List<Partition> partitions;
  private final RedisCalls calls;

  EventReader(List<Partition> partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.calls = calls;
  }

  /** The place behind the newest event. */
  String newest() {
    List<String> ids = new ArrayList<>();
    for (Partition partition : partitions) {
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

  JobEvents after(String place) {
    List<String> ids = new ArrayList<>(Arrays.asList(place.split(",", -1)));
    if (!PLACE.matcher(place).matches() || ids.size() != partitions.size()) {
      throw new IllegalArgumentException("event cursor '" + place + "' is none of this queue's");
    }
    List<JobEvent> events = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      List<StreamMessage<String, String>> messages =
          calls.get(
              "read events",
              read(calls.commands(), XReadArgs.Builder.count(PAGE), partitions.get(i), ids.get(i)));
      for (StreamMessage<String, String> message : messages) {
        events.addAll(events(message));
        ids.set(i, message.getId());
      }
    }
    return new JobEvents(events, String.join(",", ids));
  }

  /** Lettuce takes the streams as an array of a generic type. */
  @SuppressWarnings("unchecked")
  static RedisFuture<List<StreamMessage<String, String>>> read(
      RedisClusterAsyncCommands<String, String> commands,
      XReadArgs arguments,
      Partition partition,
      String after) {
    return commands.xread(arguments, XReadArgs.StreamOffset.from(partition.key("events"), after));
  }

  /** One entry holds all that one script did. */
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

  /** The last id of a list of messages; null if it is empty. */
  static @Nullable String last(List<StreamMessage<String, String>> messages) {
    return messages.isEmpty() ? null : messages.get(messages.size() - 1).getId();
  }
}
