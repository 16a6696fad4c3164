package io.github.playlistsync.internal.run;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.report.RunInfo;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.spotify.CallContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the steps of one run share: its user, its cost so far, its listeners. */
public final class RunContext implements CallContext {
  private static final Logger log = LoggerFactory.getLogger(RunContext.class);

  private final RunInfo info;
  private final List<SyncListener> listeners;
  private final SyncSettings settings;
  private final EngineParts parts;
  private final RunControl control;
  private final Instant startedAt;
  private final AtomicInteger apiCalls = new AtomicInteger();
  private final AtomicInteger rowsWritten = new AtomicInteger();
  private final AtomicInteger itemRowsWritten = new AtomicInteger();
  private final Map<Progress.Phase, Duration> phases = new EnumMap<>(Progress.Phase.class);

  private volatile boolean itemsShown;

  public RunContext(RunInfo info, EngineParts parts, RunControl control) {
    this.info = info;
    this.settings = parts.settings();
    this.parts = parts;
    this.control = control;
    this.startedAt = parts.clock().instant();
    this.listeners =
        parts.listeners().stream().flatMap(all -> Stream.ofNullable(forRun(all, info))).toList();
  }

  private static @Nullable SyncListener forRun(SyncListener listener, RunInfo info) {
    try {
      return listener.forRun(info);
    } catch (Throwable broken) {
      log.warn("The listener {} does not hear of {}", nameOf(listener), info, broken);
      return null;
    }
  }

  /** Which run this is. */
  public RunInfo info() {
    return info;
  }

  @Override
  public UserId user() {
    return info.user();
  }

  @Override
  public Duration patience() {
    return settings.patience();
  }

  @Override
  public void requestSent() {
    apiCalls.incrementAndGet();
  }

  @Override
  public void waiting(Instant until, String reason) {
    control.waiting(new Wait(until, reason));
    tell(listener -> listener.waiting(user(), until, reason));
  }

  @Override
  public void waited(Instant until, String reason) {
    control.waited(new Wait(until, reason));
  }

  @Override
  public void checkCanceled() {
    control.check();
  }

  /** Stops the caller if the run must end, where stopping loses little. */
  public void checkBeforePage() {
    control.checkBeforePage();
  }

  public SyncSettings settings() {
    return settings;
  }

  public Clock clock() {
    return parts.clock();
  }

  /** When the run began, as precisely as the database keeps it. */
  public Instant startedAt() {
    return startedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** Now, as precisely as the database keeps it. */
  public Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  public void wrote(int rows, int itemRows) {
    rowsWritten.addAndGet(rows);
    itemRowsWritten.addAndGet(itemRows);
  }

  /** Waits; listeners see it, and stopping the run ends it. */
  public void pause(Duration duration, String reason) {
    parts.sleeper().waitUntil(this, clock(), clock().instant().plus(duration), reason);
  }

  /** Shows the items of the one playlist that is synced as the progress of the run. */
  public void showItems() {
    itemsShown = true;
  }

  /** Announces how far the run, or one of its playlists, has come. */
  public void progress(@Nullable PlaylistId playlist, Progress progress) {
    if (itemsShown == (playlist != null)) {
      control.progress(progress);
    }
    tell(listener -> listener.progress(user(), playlist, progress));
  }

  /** Does a part of the work and counts its time as the phase's. */
  public <T> T timed(Progress.Phase phase, Supplier<T> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } finally {
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      synchronized (phases) {
        phases.merge(phase, taken, Duration::plus);
      }
    }
  }

  /** Calls every listener; logs what one throws. */
  public void tell(Consumer<SyncListener> event) {
    for (SyncListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable broken) {
        log.warn("The listener {} failed in {}", nameOf(listener), info, broken);
      }
    }
  }

  private static String nameOf(SyncListener listener) {
    return listener.getClass().getName();
  }

  public SyncReport.Cost cost() {
    synchronized (phases) {
      return new SyncReport.Cost(
          apiCalls.get(),
          rowsWritten.get(),
          itemRowsWritten.get(),
          Duration.between(startedAt, clock().instant()),
          phases);
    }
  }
}
