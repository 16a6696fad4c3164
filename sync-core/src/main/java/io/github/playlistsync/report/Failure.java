package io.github.playlistsync.report;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RetryableException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed.
 *
 * @param kind the simple name of the exception's class
 * @param message one line
 * @param retryable whether the same call may succeed later
 * @param retryAt from when on it may; null where that is unknown
 */
public record Failure(String kind, String message, boolean retryable, @Nullable Instant retryAt) {

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
  public static Failure of(RuntimeException exception) {
    return new Failure(
        exception.getClass().getSimpleName(),
        oneLine(exception),
        exception instanceof RetryableException,
        exception instanceof RateLimitedException limited ? limited.retryAt() : null);
  }

  /** Whether the user must authorize the application again. */
  public boolean needsAuthorization() {
    return kind.equals(AuthorizationException.class.getSimpleName());
  }

  private static String oneLine(RuntimeException exception) {
    String message = Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    return message.replaceAll("\\s+", " ").strip();
  }
}
