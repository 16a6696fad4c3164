package io.github.playlistsync.contract;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.spotify.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A context that remembers what it was told. */
public final class RecordedCall implements CallContext {
  private final Duration patience;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Instant> waits = new CopyOnWriteArrayList<>();
  private final List<Wait> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private volatile boolean canceled;

  private RecordedCall(Duration patience) {
    this.patience = patience;
  }

  /** A call with the given patience. */
  public static RecordedCall patient(Duration patience) {
    return new RecordedCall(patience);
  }

  /** From now on the run is canceled. */
  public void cancel() {
    canceled = true;
  }

  /** How many requests were sent. */
  public int requests() {
    return requests.get();
  }

  /** Until when was waited, in order. */
  public List<Instant> waits() {
    return List.copyOf(waits);
  }

  /** The waits that are not over yet. */
  public List<Wait> openWaits() {
    return List.copyOf(open);
  }

  /** Returns as soon as it has heard of a wait. */
  public void awaitWaiting() throws InterruptedException {
    if (!waiting.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("nothing was said of a wait");
    }
  }

  @Override
  public UserId user() {
    return Samples.ANNA;
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public void requestSent() {
    requests.incrementAndGet();
  }

  @Override
  public void waiting(Instant until, String reason) {
    waits.add(until);
    open.add(new Wait(until, reason));
    waiting.countDown();
  }

  @Override
  public void waited(Instant until, String reason) {
    if (!open.remove(new Wait(until, reason))) {
      throw new AssertionError("told of the end of a wait that it was not told of: " + reason);
    }
  }

  @Override
  public void checkCanceled() {
    if (canceled || Thread.currentThread().isInterrupted()) {
      throw new SyncInterruptedException("canceled");
    }
  }
}
