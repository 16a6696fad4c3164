package io.github.playlistsync.report;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RetryableException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.Suspension;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed.
 *
 * @param kind the simple name of the exception's class; of a host's subclass, that of the class in
 *     {@code io.github.playlistsync.error} that it extends
 * @param message one line
 * @param retryable whether the same call may succeed later
 * @param retryAt from when on it may; null where that is unknown
 * @param suspends why all syncs of the user fail until somebody acts; null if that is not so
 */
public record Failure(
    String kind,
    String message,
    boolean retryable,
    @Nullable Instant retryAt,
    Suspension.@Nullable Reason suspends) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code kind} or {@code message} is null
   */
  public Failure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  /** Returns the failure that describes an exception. */
  public static Failure of(Throwable exception) {
    return new Failure(
        kindOf(exception),
        oneLine(exception),
        exception instanceof RetryableException,
        retryAt(exception),
        suspends(exception));
  }

  private static @Nullable Instant retryAt(Throwable exception) {
    if (exception instanceof RateLimitedException limited) {
      return limited.retryAt();
    }
    return exception instanceof SpotifyUnavailableException away ? away.retryAt() : null;
  }

  private static Suspension.@Nullable Reason suspends(Throwable exception) {
    if (exception instanceof AuthorizationException) {
      return Suspension.Reason.REAUTHORIZATION_NEEDED;
    }
    if (!(exception instanceof AccessDeniedException denied)) {
      return null;
    }
    return switch (denied.reason()) {
      case INSUFFICIENT_SCOPE -> Suspension.Reason.INSUFFICIENT_SCOPE;
      case USER_NOT_REGISTERED -> Suspension.Reason.USER_NOT_REGISTERED;
      case PREMIUM_REQUIRED, CONTENTS -> null;
    };
  }

  /** A host's subclass counts as what it extends, also where only the name is kept. */
  private static String kindOf(Throwable exception) {
    Class<?> kind = exception.getClass();
    while (exception instanceof SyncException
        && !kind.getPackage().equals(SyncException.class.getPackage())) {
      kind = kind.getSuperclass();
    }
    return kind.getSimpleName();
  }

  /** How a run ends that fails with this. */
  public SyncOutcome outcome() {
    if (is(RateLimitedException.class)) {
      return SyncOutcome.DEFERRED;
    }
    return is(SyncInterruptedException.class) ? SyncOutcome.STOPPED : SyncOutcome.FAILED;
  }

  private boolean is(Class<? extends SyncException> exception) {
    return kind.equals(exception.getSimpleName());
  }

  private static String oneLine(Throwable exception) {
    String message = Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    return message.replaceAll("\\s+", " ").strip();
  }
}
