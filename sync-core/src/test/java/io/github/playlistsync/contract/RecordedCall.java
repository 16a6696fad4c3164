package io.github.playlistsync.contract;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A context that remembers what it was told. */
public final class RecordedCall implements CallContext {
  private final Duration patience;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Instant> waits = new CopyOnWriteArrayList<>();
  private volatile boolean cancelled;

  private RecordedCall(Duration patience) {
    this.patience = patience;
  }

  /** A call with the given patience. */
  public static RecordedCall patient(Duration patience) {
    return new RecordedCall(patience);
  }

  /** From now on the run is cancelled. */
  public void cancel() {
    cancelled = true;
  }

  /** How many requests were sent. */
  public int requests() {
    return requests.get();
  }

  /** Until when was waited, in order. */
  public List<Instant> waits() {
    return List.copyOf(waits);
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
  }

  @Override
  public void checkCancelled() {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      throw new SyncInterruptedException("cancelled");
    }
  }
}
