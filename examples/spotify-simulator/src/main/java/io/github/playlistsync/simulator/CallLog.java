package io.github.playlistsync.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The last calls, oldest first; a call is in it before its answer is on the way. Safe for several
 * threads.
 */
public final class CallLog {

  private static final int CAPACITY = 200_000;

  private final Deque<Call> calls = new ArrayDeque<>();
  private int inFlight;
  private int mostInFlight;

  CallLog() {}

  /**
   * The calls since the start or the last {@link #clear()}, at most 200,000.
   *
   * @return a copy
   */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /**
   * The calls of a kind.
   *
   * @param wanted which
   * @return a copy
   */
  public List<Call> calls(Predicate<Call> wanted) {
    return calls().stream().filter(wanted).toList();
  }

  /**
   * How many calls there were.
   *
   * @return the number
   */
  public synchronized int count() {
    return calls.size();
  }

  /**
   * How many calls of a kind there were.
   *
   * @param wanted which
   * @return the number
   */
  public int count(Predicate<Call> wanted) {
    return calls(wanted).size();
  }

  /**
   * How many calls to one endpoint there were.
   *
   * @param endpoint the endpoint
   * @return the number
   */
  public int count(Endpoint endpoint) {
    return count(call -> call.endpoint() == endpoint);
  }

  /**
   * The most calls that were under way at once since the last {@link #clear()}.
   *
   * @return the number
   */
  public synchronized int mostAtOnce() {
    return mostInFlight;
  }

  /** Forgets all calls. */
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
