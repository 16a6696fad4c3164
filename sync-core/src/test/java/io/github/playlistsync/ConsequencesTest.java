package io.github.playlistsync;

import static io.github.playlistsync.model.Suspension.Reason.INSUFFICIENT_SCOPE;
import static io.github.playlistsync.model.Suspension.Reason.REAUTHORIZATION_NEEDED;
import static io.github.playlistsync.model.Suspension.Reason.USER_NOT_REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AccessDeniedException.Reason;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.IncompleteReadException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.PlaylistTooLargeException;
import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RequestRefusedException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryJobQueue;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.spi.queue.JobOutcome;
import io.github.playlistsync.spi.queue.JobOutcome.Deferred;
import io.github.playlistsync.spi.queue.JobOutcome.Failed;
import io.github.playlistsync.spi.queue.JobOutcome.Retry;
import io.github.playlistsync.spi.queue.JobOutcome.Succeeded;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code io.github.playlistsync.error}, row by row. */
class ConsequencesTest extends EngineFixture {
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  /** What a failure of one playlist ends. */
  private enum Ends {
    PLAYLIST,
    RUN
  }

  private record Row(
      SyncException thrown,
      Ends ends,
      Class<? extends JobOutcome> job,
      Suspension.Reason suspends) {

    Row(SyncException thrown, Ends ends, Class<? extends JobOutcome> job) {
      this(thrown, ends, job, null);
    }
  }

  private static AccessDeniedException denied(Reason reason) {
    return new AccessDeniedException(reason, "403");
  }

  static List<Row> rows() {
    return List.of(
        new Row(new RateLimitedException("429", LATER), Ends.RUN, Deferred.class),
        new Row(new SpotifyUnavailableException("503"), Ends.PLAYLIST, Retry.class),
        new Row(new SpotifyUnavailableException("503", LATER, null), Ends.PLAYLIST, Deferred.class),
        new Row(new IncompleteReadException("torn"), Ends.PLAYLIST, Retry.class),
        new Row(new PlaylistTooLargeException("huge"), Ends.PLAYLIST, Retry.class),
        new Row(new StaleVersionException("stale"), Ends.PLAYLIST, Retry.class),
        new Row(new QueueUnavailableException("away"), Ends.PLAYLIST, Retry.class),
        new Row(new StoreUnavailableException("away"), Ends.RUN, Retry.class),
        new Row(new StoreException("no schema"), Ends.RUN, Failed.class),
        new Row(new RequestRefusedException("400"), Ends.PLAYLIST, Failed.class),
        new Row(new NotFoundException("404"), Ends.PLAYLIST, Succeeded.class),
        new Row(denied(Reason.CONTENTS), Ends.PLAYLIST, Succeeded.class),
        new Row(denied(Reason.PREMIUM_REQUIRED), Ends.RUN, Failed.class),
        new Row(denied(Reason.USER_NOT_REGISTERED), Ends.RUN, Failed.class, USER_NOT_REGISTERED),
        new Row(denied(Reason.INSUFFICIENT_SCOPE), Ends.RUN, Failed.class, INSUFFICIENT_SCOPE),
        new Row(
            new AuthorizationException("log in"), Ends.RUN, Failed.class, REAUTHORIZATION_NEEDED),
        new Row(new SyncInterruptedException("stopped"), Ends.RUN, Retry.class));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFailureOfAPlaylistEndsWhatTheTableSays(Row row) {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", "b");
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1")) {
            throw row.thrown();
          }
        };
    try (SyncEngine other = oneByOne()) {
      Throwable stopped = catchThrowable(() -> other.syncUser(ANNA));

      assertThat(stopped != null).isEqualTo(row.thrown() instanceof SyncInterruptedException);
    }
    assertThat(spotify.calls().contains("playlist p2")).isEqualTo(row.ends() == Ends.PLAYLIST);
    Suspension found = store.user(ANNA).suspension();
    assertThat(found == null ? null : found.reason()).isEqualTo(row.suspends());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aJobThatFailsIsTriedAgainAsTheTableSays(Row row) {
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1")) {
            throw row.thrown();
          }
        };
    try (InMemoryJobQueue queue = InMemoryJobQueue.create()) {
      JobOutcome outcome =
          run(
              JobSpec.playlist(ANNA, PlaylistId.of("p1")),
              queue,
              () -> false,
              new SyncListener() {});

      assertThat(outcome).isInstanceOf(row.job());
    }
  }

  @Test
  void theTableHasEveryException() {
    Set<String> all =
        new ClassFileImporter()
            .importPackages("io.github.playlistsync.error").stream()
                .filter(type -> type.isAssignableTo(SyncException.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

    assertThat(rows()).extracting(row -> row.thrown().getClass().getSimpleName()).containsAll(all);
    assertThat(rows())
        .filteredOn(row -> row.thrown() instanceof AccessDeniedException)
        .extracting(row -> ((AccessDeniedException) row.thrown()).reason())
        .contains(Reason.values());
  }
}
