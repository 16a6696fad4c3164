package io.github.playlistsync.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.contract.OwnThread;
import io.github.playlistsync.contract.Race;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.CallContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UserLocksTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final UserId BEN = UserId.of("ben");

  private final UserLocks locks = new UserLocks();

  @Test
  void keepsNothingOfUsersForWhomAllIsDone() {
    assertThat(locks.take(call(ANNA), () -> locks.users())).isEqualTo(1);
    assertThatThrownBy(
            () ->
                locks.take(
                    call(BEN),
                    () -> {
                      throw new IllegalStateException("work");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(locks.users()).isZero();
  }

  @Test
  void letsOneThreadAtATimeWorkForAUserHoweverOftenAllLeave() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Throwable> outcomes =
        Race.run(
            6,
            thread -> {
              for (int round = 0; round < 5_000; round++) {
                locks.take(
                    call(ANNA),
                    () -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      inside.decrementAndGet();
                      return done.incrementAndGet();
                    });
              }
            });

    assertThat(outcomes).containsOnlyNulls();
    assertThat(most).hasValue(1);
    assertThat(done).hasValue(30_000);
    assertThat(locks.users()).isZero();
  }

  @Test
  void keepsTheLockOfAUserForWhomSomebodyIsAtWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<String> first = OwnThread.supply(() -> taken(ANNA, begun, end));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(locks.take(call(BEN), () -> "at once")).isEqualTo("at once");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> locks.take(call(ANNA), () -> "never"))
        .isInstanceOf(SyncInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(locks.users()).isEqualTo(1);
    CompletableFuture<String> second =
        OwnThread.supply(() -> taken(ANNA, new CountDownLatch(1), new CountDownLatch(0)));
    end.countDown();
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("anna");
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("anna");
    assertThat(locks.users()).isZero();
  }

  private String taken(UserId user, CountDownLatch begun, CountDownLatch end) {
    return locks.take(
        call(user),
        () -> {
          begun.countDown();
          await(end);
          return user.value();
        });
  }

  private static CallContext call(UserId user) {
    return UnwatchedCall.of(user);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
