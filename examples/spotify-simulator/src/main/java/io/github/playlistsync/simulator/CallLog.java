package io.github.playlistsync.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The latest calls, oldest first. Records a call before its answer goes out. Safe for several
 * threads.
 */
public final class CallLog {

  private static final int CAPACITY = 200_000;

  private final Deque<Call> calls = new ArrayDeque<>();
  private int inFlight;
  private int mostInFlight;

  CallLog() {}

  /** A copy of the calls since the start or the last {@link #clear()}, at most 200,000. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The calls that match. */
  public List<Call> calls(Predicate<Call> wanted) {
    return calls().stream().filter(wanted).toList();
  }

  /** The number of calls. */
  public synchronized int count() {
    return calls.size();
  }

  /** The number of calls that match. */
  public int count(Predicate<Call> wanted) {
    return calls(wanted).size();
  }

  /** The number of calls to one endpoint. */
  public int count(Endpoint endpoint) {
    return count(call -> call.endpoint() == endpoint);
  }

  /** The largest number of calls under way at once since the last {@link #clear()}. */
  public synchronized int mostAtOnce() {
    return mostInFlight;
  }

  /** Removes all calls. */
  public synchronized void clear() {
    calls.clear();
    mostInFlight = inFlight;
  }

  synchronized void begin() {
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  synchronized void end() {
    inFlight--;
  }

  synchronized void add(Call call) {
    if (calls.size() == CAPACITY) {
      calls.removeFirst();
    }
    calls.addLast(call);
  }
}
