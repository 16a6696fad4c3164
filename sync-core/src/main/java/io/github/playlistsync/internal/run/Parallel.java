package io.github.playlistsync.internal.run;

import io.github.playlistsync.error.SyncInterruptedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to each element, several at once. The calling thread works too and never waits
 * for a task that has not begun, so any executor works, even one that is full or refuses.
 */
public final class Parallel {
  private final Executor executor;

  public Parallel(Executor executor) {
    this.executor = executor;
  }

  /**
   * Applies {@code work} to each input.
   *
   * @param atOnce how many at once, the calling thread included
   * @return the results in the order of the inputs
   * @throws SyncInterruptedException if the calling thread was interrupted; its status stays set
   * @throws RuntimeException the first that {@code work} threw. No work begins after it, other
   *     threads' work is interrupted, and it is thrown once all of them have ended
   */
  public <T, R> List<R> map(List<T> inputs, int atOnce, Function<? super T, ? extends R> work) {
    Round<T, R> round = new Round<>(inputs, work);
    for (int i = 1; i < Math.min(atOnce, inputs.size()); i++) {
      try {
        executor.execute(round::takePart);
      } catch (RuntimeException | OutOfMemoryError full) {
        // An executor that breaks, or cannot make a thread, leaves the work to this one.
        break;
      }
    }
    round.takePart();
    return round.results();
  }

  private static final class Round<T, R> {
    private final List<T> inputs;
    private final Function<? super T, ? extends R> work;
    private final Thread caller = Thread.currentThread();
    private final List<@Nullable R> results;
    private final Set<Thread> busy = new HashSet<>();
    private int next;
    private @Nullable Throwable failure;

    Round(List<T> inputs, Function<? super T, ? extends R> work) {
      this.inputs = inputs;
      this.work = work;
      this.results = new ArrayList<>(Collections.nCopies(inputs.size(), null));
    }

    void takePart() {
      for (int i = begin(); i >= 0; i = begin()) {
        try {
          R result = work.apply(inputs.get(i));
          end(i, result, null);
        } catch (Throwable thrown) {
          end(i, null, thrown);
        }
      }
    }

    private synchronized int begin() {
      if (failure != null || next == inputs.size()) {
        return -1;
      }
      busy.add(Thread.currentThread());
      return next++;
    }

    private synchronized void end(int index, @Nullable R result, @Nullable Throwable thrown) {
      busy.remove(Thread.currentThread());
      if (thrown != null) {
        fail(thrown);
      } else {
        results.set(index, result);
      }
      if (failure != null && Thread.currentThread() != caller) {
        // The interruption was meant for the work; the thread belongs to somebody else.
        Thread.interrupted();
      }
      notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
      if (failure == null) {
        failure = thrown;
        busy.stream().filter(thread -> thread != caller).forEach(Thread::interrupt);
      }
    }

    synchronized List<R> results() {
      boolean interrupted = false;
      while (!busy.isEmpty()) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
          fail(new SyncInterruptedException("interrupted while work was going on", e));
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      return results;
    }
  }
}
