package io.github.playlistsync.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.Directive;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.spi.queue.QueueSettings;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
  private static final QueueSettings SETTINGS =
      QueueSettings.defaults().withLease(Duration.ofSeconds(3));
  private static final JobLease LEASE =
      new JobLease(
          JobId.of("job"), JobSpec.user(UserId.of("anna")), Priority.HIGH, 1, 1, Instant.EPOCH);

  @Test
  void beatsThatGetNoAnswerAreRepeatedBeforeTheLeaseIsOver() throws InterruptedException {
    AtomicInteger unanswered = new AtomicInteger(3);
    AtomicBoolean wasHeld = new AtomicBoolean();
    CountDownLatch answered = new CountDownLatch(1);
    LeaseKeeper.Running[] job = new LeaseKeeper.Running[1];
    LeaseKeeper keeper =
        new LeaseKeeper(
            queue(
                () -> {
                  if (unanswered.getAndDecrement() > 0) {
                    throw new QueueUnavailableException("away");
                  }
                  wasHeld.set(!job[0].leaseIsOver());
                  answered.countDown();
                }),
            Duration.ofHours(1));
    job[0] = keeper.begin(LEASE, running -> {});
    Thread keeping = new Thread(keeper::keep);
    keeping.start();

    assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
    keeper.close();
    keeping.join();
    assertThat(wasHeld).isTrue();
  }

  private static JobQueue queue(Runnable onBeat) {
    return (JobQueue)
        Proxy.newProxyInstance(
            JobQueue.class.getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("settings")) {
                return SETTINGS;
              }
              onBeat.run();
              return List.of(Directive.GO_ON);
            });
  }
}
