package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CommandTimeoutsTest {
  private final CommandTimeouts watch = new CommandTimeouts(Duration.ofMillis(50));

  @Test
  void whatGotNoAnswerEnds() {
    CompletableFuture<String> first = watch.bounded(new CompletableFuture<>());
    CompletableFuture<String> second = watch.bounded(new CompletableFuture<>());

    assertTimedOut(first);
    assertTimedOut(second);
  }

  @Test
  void whatWasAnsweredKeepsItsAnswer() throws Exception {
    CompletableFuture<String> answered = watch.bounded(new CompletableFuture<>());
    answered.complete("pong");
    CompletableFuture<String> late = watch.bounded(new CompletableFuture<>());

    assertTimedOut(late);
    assertThat(answered.get()).isEqualTo("pong");
  }

  @Test
  void itWatchesAgainAfterItHadNothingToWatch() {
    assertTimedOut(watch.bounded(new CompletableFuture<>()));
    assertTimedOut(watch.bounded(new CompletableFuture<>()));
  }

  private static void assertTimedOut(CompletableFuture<String> answer) {
    assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }
}
