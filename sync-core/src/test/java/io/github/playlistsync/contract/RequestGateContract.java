package io.github.playlistsync.contract;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Wait;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.RequestGate.Limit;
import io.github.playlistsync.spi.spotify.RequestGate.Permit;
import io.github.playlistsync.spi.spotify.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RequestGate} keeps to. */
public abstract class RequestGateContract {
  private static final GateSettings USUAL = GateSettings.defaults();

  private final ManualTime time = new ManualTime();
  private final RecordedCall patient = RecordedCall.patient(ofMinutes(1));
  private final RecordedCall impatient = RecordedCall.patient(ofSeconds(5));
  private RequestGate gate;

  /** A gate that nobody has passed yet. Called before each test, and again by some. */
  protected abstract RequestGate gate(GateSettings settings, Clock clock, Sleeper sleeper);

  @BeforeEach
  void openGate() {
    open(USUAL);
  }

  @Test
  void letsCallsThroughAtOnce() {
    pass(patient);
    pass(patient);

    assertThat(time.slept()).isEqualTo(ZERO);
    assertThat(patient.waits()).isEmpty();
    assertThat(gate.status().callsLastDay()).isEqualTo(2);
    assertThat(gate.status().closedUntil()).isNull();
  }

  @Test
  void countsPermitsUntilTheyAreClosedAndClosingTwiceIsHarmless() {
    Permit one = gate.enter(patient);
    Permit two = gate.enter(patient);
    assertThat(gate.status().inFlight()).isEqualTo(2);

    one.close();
    one.close();
    assertThat(gate.status().inFlight()).isEqualTo(1);

    two.close();
    assertThat(gate.status().inFlight()).isZero();
  }

  @Test
  void refusesAtOnceWhatWouldHaveToWaitLongerThanItsPatience() {
    Instant opens = refuse(Limit.RATE, ofSeconds(10));

    RateLimitedException refusal =
        catchThrowableOfType(RateLimitedException.class, () -> gate.enter(impatient));

    assertThat(opens).isEqualTo(time.instant().plusSeconds(10));
    assertThat(refusal.retryAt()).isEqualTo(opens);
    assertThat(gate.status().closedUntil()).isEqualTo(opens);
    assertThat(time.slept()).isEqualTo(ZERO);
    assertThat(impatient.waits()).isEmpty();
  }

  @Test
  void waitsForTheGateToOpenAndTellsUntilWhen() {
    Instant opens = refuse(Limit.RATE, ofSeconds(4));

    pass(impatient);

    assertThat(impatient.waits()).containsExactly(opens);
    assertThat(impatient.openWaits()).isEmpty();
    assertThat(time.instant()).isEqualTo(opens);
    assertThat(gate.status().closedUntil()).isNull();
  }

  @Test
  void opensByItselfWhenTheTimeHasCome() {
    refuse(Limit.RATE, ofHours(2));

    time.advance(ofHours(2));
    pass(impatient);

    assertThat(impatient.waits()).isEmpty();
  }

  @Test
  void choosesTheWaitWhereSpotifyDoesNotTell() {
    assertThat(refuse(Limit.RATE, null)).isEqualTo(time.instant().plus(USUAL.defaultWait()));

    open(USUAL);
    assertThat(refuse(Limit.QUOTA, null)).isEqualTo(time.instant().plus(USUAL.quotaWait()));
  }

  @Test
  void restsLongerEachTimeThatItIsRefusedAgainWithoutATime() {
    refuse(Limit.RATE, null);
    pass(patient);

    Instant second = refuse(Limit.RATE, null);

    assertThat(second).isEqualTo(time.instant().plus(USUAL.defaultWait().multipliedBy(2)));
  }

  @Test
  void closesEvenIfSpotifyAsksForNoWaitAtAll() {
    assertThat(refuse(Limit.RATE, ZERO)).isAfter(time.instant());

    open(USUAL);
    assertThat(refuse(Limit.RATE, ofSeconds(-7))).isAfter(time.instant());
  }

  @Test
  void neverRestsLongerThanTheLongest() {
    Instant opens = refuse(Limit.QUOTA, ofHours(10_000));

    assertThat(opens).isEqualTo(time.instant().plus(USUAL.maxWait()));
  }

  @Test
  void isNotOpenedEarlierByAShorterRefusal() {
    Permit first = gate.enter(patient);
    Permit second = gate.enter(patient);
    Instant opens = first.limited(Limit.QUOTA, ofHours(3));

    assertThat(second.limited(Limit.RATE, ofSeconds(1))).isEqualTo(opens);

    assertThat(gate.status().closedUntil()).isEqualTo(opens);
  }

  @Test
  void keepsTheGapBetweenCalls() {
    open(USUAL.withGaps(ofMillis(300), ofSeconds(2)));
    Instant begun = time.instant();

    for (int i = 0; i < 4; i++) {
      pass(patient);
    }

    assertThat(time.instant()).isEqualTo(begun.plusMillis(900));
  }

  @Test
  void keepsTheGapToACallThatBeganLate() {
    AtomicInteger sleeps = new AtomicInteger();
    Sleeper sleepsIn =
        duration -> {
          time.sleep(duration);
          if (sleeps.getAndIncrement() == 0) {
            time.advance(ofSeconds(1));
          }
        };
    gate = gate(USUAL.withGaps(ofMillis(150), ofSeconds(2)), time, sleepsIn);
    pass(patient);
    pass(patient);
    Instant late = time.instant();

    pass(patient);

    assertThat(time.instant()).isEqualTo(late.plusMillis(150));
  }

  @Test
  void widensTheGapAfterARefusalAndNarrowsItAgainWhenAllIsQuiet() {
    refuse(Limit.RATE, ofSeconds(1));
    var widened = gate.status().minGap();
    time.advance(ofHours(1));

    assertThat(widened).isPositive();
    assertThat(gate.status().minGap()).isEqualTo(ZERO);
  }

  @Test
  void takesTheRefusalsOfABurstForOne() {
    Permit first = gate.enter(patient);
    Permit second = gate.enter(patient);
    time.advance(ofMillis(50));

    first.limited(Limit.RATE, ofSeconds(1));
    var once = gate.status().minGap();
    second.limited(Limit.RATE, ofSeconds(1));

    assertThat(gate.status().minGap()).isEqualTo(once);
  }

  @Test
  void doesNotWidenTheGapForTheDailyQuota() {
    refuse(Limit.QUOTA, ofSeconds(1));

    assertThat(gate.status().minGap()).isEqualTo(ZERO);
  }

  @Test
  void countsTheCallsOfADayAndForgetsThem() {
    pass(patient);
    time.advance(ofHours(12));
    pass(patient);
    assertThat(gate.status().callsLastDay()).isEqualTo(2);

    time.advance(ofHours(13));
    assertThat(gate.status().callsLastDay()).isEqualTo(1);

    time.advance(ofHours(13));
    assertThat(gate.status().callsLastDay()).isZero();
  }

  @Test
  void makesNoMoreCallsADayThanTheCap() {
    open(USUAL.withDailyCap(3L));
    for (int i = 0; i < 3; i++) {
      pass(patient);
    }

    RateLimitedException refusal =
        catchThrowableOfType(RateLimitedException.class, () -> gate.enter(patient));

    assertThat(refusal.retryAt())
        .isBetween(time.instant().plus(ofHours(24)), time.instant().plus(ofHours(25)));
    time.advance(ofHours(25));
    pass(patient);
  }

  @Test
  void letsNoMoreCallsThroughAtOnceThanItMay() throws Exception {
    open(USUAL.withMaxInFlight(3));
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Void> calls =
        () -> {
          for (int i = 0; i < 50; i++) {
            try (Permit permit = gate.enter(patient)) {
              most.accumulateAndGet(under.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              under.decrementAndGet();
              assertThat(permit).isNotNull();
            }
          }
          return null;
        };

    assertThat(Race.run(Collections.nCopies(8, calls))).containsOnlyNulls();

    assertThat(most).hasValueLessThanOrEqualTo(3);
    assertThat(gate.status().inFlight()).isZero();
    assertThat(gate.status().callsLastDay()).isEqualTo(400);
  }

  @Test
  void givesAPermitToTheNextWhenACallIsOver() throws Exception {
    open(USUAL.withMaxInFlight(1));
    Permit first = gate.enter(patient);
    CompletableFuture<Permit> next = OwnThread.supply(() -> gate.enter(patient));
    assertThat(next).isNotDone();

    first.close();

    next.get(30, TimeUnit.SECONDS).close();
    assertThat(gate.status().inFlight()).isZero();
  }

  @Test
  void reportsAWaitForAPermitThatLastsAndItsEnd() throws Exception {
    open(USUAL.withMaxInFlight(1));
    Permit first = gate.enter(patient);
    RecordedCall call = RecordedCall.patient(ofMinutes(1));
    Instant latest = time.instant().plus(ofMinutes(1));
    Thread thread = new Thread(() -> gate.enter(call).close());
    thread.start();
    awaitPause(thread);

    time.advance(ofSeconds(2));
    call.awaitWaiting();
    List<Wait> reported = call.openWaits();
    first.close();
    thread.join(TimeUnit.SECONDS.toMillis(30));

    assertThat(reported)
        .containsExactly(new Wait(latest, "all 1 calls that may be made at once are in flight"));
    assertThat(call.waits()).hasSize(1);
    assertThat(call.openWaits()).isEmpty();
    assertThat(gate.status().inFlight()).isZero();
  }

  @Test
  void stopsWaitingForAPermitWhenTheRunIsCanceled() throws Exception {
    open(USUAL.withMaxInFlight(1));
    Permit first = gate.enter(patient);
    RecordedCall canceled = RecordedCall.patient(ofMinutes(1));
    CompletableFuture<Permit> waiting = OwnThread.supply(() -> gate.enter(canceled));

    canceled.cancel();

    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SyncInterruptedException.class);
    first.close();
    pass(patient);
    assertThat(gate.status().inFlight()).isZero();
  }

  @Test
  void stopsWaitingForTheGateToOpenWhenTheRunIsCanceled() {
    refuse(Limit.RATE, ofSeconds(30));
    RecordedCall canceled = RecordedCall.patient(ofMinutes(1));
    canceled.cancel();

    assertThatThrownBy(() -> gate.enter(canceled)).isInstanceOf(SyncInterruptedException.class);

    assertThat(gate.status().inFlight()).isZero();
    pass(patient);
  }

  @Test
  void stopsWaitingForAPermitWhenTheThreadIsInterrupted() throws Exception {
    open(USUAL.withMaxInFlight(1));
    Permit first = gate.enter(patient);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    Thread thread =
        new Thread(
            () -> {
              try {
                gate.enter(patient).close();
              } catch (SyncInterruptedException e) {
                interrupted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
              }
              ended.countDown();
            });
    thread.start();

    thread.interrupt();

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).hasValue(1);
    first.close();
    pass(patient);
  }

  /** Waits until the thread waits for something, for a time. */
  private static void awaitPause(Thread thread) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("%s", thread.getState()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void open(GateSettings settings) {
    gate = gate(settings, time, time);
  }

  private void pass(RecordedCall call) {
    gate.enter(call).close();
  }

  private Instant refuse(Limit limit, Duration retryAfter) {
    try (Permit permit = gate.enter(patient)) {
      return permit.limited(limit, retryAfter);
    }
  }
}
