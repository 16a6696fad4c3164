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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event streams of all partitions. A cursor holds the number of the last event that was
 * read from each.
 */
final class EventReader {
  private static final int PAGE = 1_000;
  private static final String START = "0-0";
  private static final Pattern CURSOR = Pattern.compile("\\d{1,18}(,\\d{1,18})*");

  private final Partitions partitions;
  private final RedisCalls calls;

  EventReader(Partitions partitions, RedisCalls calls) {
    this.partitions = partitions;
    this.calls = calls;
  }

  /** Returns the cursor behind the newest event. */
  String newest() {
    return cursor(
        partitions.all().stream().mapToLong(partition -> number(newest(partition))).toArray());
  }

  /** Returns the id of the newest entry of a partition. */
  String newest(Partition partition) {
    List<StreamMessage<String, String>> last =
        calls.get(
            "read events",
            calls.commands().xrevrange(partition.key("events"), Range.unbounded(), Limit.from(1)));
    return last.isEmpty() ? START : last.get(0).getId();
  }

  JobEvents after(String cursor) {
    if (!CURSOR.matcher(cursor).matches()) {
      throw foreign(cursor);
    }
    long[] numbers = Arrays.stream(cursor.split(",", -1)).mapToLong(Long::parseLong).toArray();
    if (numbers.length != partitions.all().size()) {
      throw foreign(cursor);
    }
    List<JobEvent> events = new ArrayList<>();
    boolean gap = false;
    for (int i = 0; i < numbers.length; i++) {
      gap |= read(partitions.all().get(i), numbers, i, events);
    }
    return new JobEvents(events, cursor(numbers), gap);
  }

  private static IllegalArgumentException foreign(String cursor) {
    return new IllegalArgumentException("event cursor '" + cursor + "' is not from this queue");
  }

  private static String cursor(long[] numbers) {
    return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  /** Reads a partition until the page is full; returns whether events before these are missing. */
  private boolean read(Partition partition, long[] numbers, int index, List<JobEvent> page) {
    List<StreamMessage<String, String>> entries =
        calls.get(
            "read events",
            read(
                calls.commands(), XReadArgs.Builder.count(PAGE), partition, numbers[index] + "-0"));
    if (entries.isEmpty()) {
      long newest = number(newest(partition));
      boolean isLost = newest < numbers[index];
      numbers[index] = Math.min(newest, numbers[index]);
      return isLost;
    }
    boolean gap = false;
    for (StreamMessage<String, String> entry : entries) {
      List<JobEvent> events = events(entry);
      long number = number(entry.getId()) - events.size();
      gap |= number > numbers[index] && page.size() < PAGE;
      for (JobEvent event : events) {
        number++;
        if (number > numbers[index] && page.size() < PAGE) {
          page.add(event);
          numbers[index] = number;
        }
      }
    }
    return gap;
  }

  /** An entry is named after its last event. */
  private static long number(String entry) {
    return Long.parseLong(entry.substring(0, entry.indexOf('-')));
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
