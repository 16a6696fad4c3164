package io.github.playlistsync.memory;

import io.github.playlistsync.model.JobEvent;
import io.github.playlistsync.spi.queue.JobEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest events, numbered from 1. Guarded by the queue's lock. */
final class EventLog {
  private static final int PAGE = 1000;

  private final int capacity;
  private final Deque<JobEvent> kept = new ArrayDeque<>();
  private long last;

  EventLog(int capacity) {
    this.capacity = capacity;
  }

  void add(JobEvent event) {
    kept.add(event);
    last++;
    if (kept.size() > capacity) {
      kept.remove();
    }
  }

  /** Returns the number of the newest event; 0 before the first. */
  long last() {
    return last;
  }

  /** Returns the events after a cursor; null stands for the newest event. */
  JobEvents after(@Nullable String cursor) {
    long from = cursor == null ? last : parse(cursor);
    long number = last - kept.size();
    boolean gap = from < number;
    List<JobEvent> page = new ArrayList<>();
    for (JobEvent event : kept) {
      number++;
      if (number > from && page.size() < PAGE) {
        page.add(event);
        from = number;
      }
    }
    return new JobEvents(page, Long.toString(from), gap);
  }

  private long parse(String cursor) {
    try {
      long number = Long.parseLong(cursor);
      if (number >= 0 && number <= last) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, together with numbers that no event has.
    }
    throw new IllegalArgumentException("'" + cursor + "' is not an event cursor of this queue");
  }
}
