package io.github.playlistsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Suspension;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final class LoggedOut extends AuthorizationException {
    private static final long serialVersionUID = 1L;

    LoggedOut() {
      super("the session is over");
    }
  }

  @Test
  void aHostsOwnExceptionCountsAsTheOneThatItExtends() {
    Failure failure = Failure.of(new LoggedOut());

    assertThat(failure.suspends()).isEqualTo(Suspension.Reason.REAUTHORIZATION_NEEDED);
    assertThat(failure.kind()).as("what is kept").isEqualTo("AuthorizationException");
  }

  @Test
  void whatIsNoneOfOursKeepsItsName() {
    assertThat(Failure.of(new IllegalStateException("odd")).kind())
        .isEqualTo("IllegalStateException");
    assertThat(Failure.of(new StackOverflowError()).message())
        .isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void aLimitDefersAnInterruptionStopsAndTheRestFails() {
    assertThat(Failure.of(new RateLimitedException("full", Instant.EPOCH)).outcome())
        .isEqualTo(SyncOutcome.DEFERRED);
    assertThat(Failure.of(new SyncInterruptedException("closing")).outcome())
        .isEqualTo(SyncOutcome.STOPPED);
    assertThat(Failure.of(new LoggedOut()).outcome()).isEqualTo(SyncOutcome.FAILED);
  }
}
