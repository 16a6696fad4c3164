package io.github.playlistsync.contract;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Runs actions at once, each in a thread of its own. */
public final class Race {
  private static final int LIMIT_SECONDS = 120;

  private Race() {}

  /** What each of several threads does, by its number from 0. */
  @FunctionalInterface
  public interface Action {

    /** Does it. */
    void run(int number) throws Exception;
  }

  /** The same as {@link #run(List)} with one action for so many threads. */
  public static List<Throwable> run(int threads, Action action) throws Exception {
    return run(
        IntStream.range(0, threads)
            .<Callable<Void>>mapToObj(
                number ->
                    () -> {
                      action.run(number);
                      return null;
                    })
            .toList());
  }

  /**
   * Lets all begin together and waits for all.
   *
   * @return what each threw, in the order of the actions; null where one ended well
   */
  public static List<Throwable> run(List<? extends Callable<?>> actions) throws Exception {
    CyclicBarrier start = new CyclicBarrier(actions.size());
    ExecutorService threads = Executors.newFixedThreadPool(actions.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Callable<?> action : actions) {
        running.add(
            threads.submit(
                () -> {
                  start.await(LIMIT_SECONDS, SECONDS);
                  return action.call();
                }));
      }
      List<Throwable> outcomes = new ArrayList<>();
      for (Future<?> one : running) {
        outcomes.add(failureOf(one));
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Throwable failureOf(Future<?> one) throws Exception {
    try {
      one.get(LIMIT_SECONDS, SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
