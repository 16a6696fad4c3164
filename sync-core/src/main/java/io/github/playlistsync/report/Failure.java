package io.github.playlistsync.report;

import io.github.playlistsync.error.AuthorizationException;
import io.github.playlistsync.error.RateLimitedException;
import io.github.playlistsync.error.RetryableException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something could not be done.
 *
 * @param kind the name of the exception's class, without its package
 * @param message one line
 * @param retryable whether the same may succeed later
 * @param retryAt from when on it may; null where no time is known
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

  /** The failure that an exception stands for. */
  public static Failure of(RuntimeException exception) {
    return new Failure(
        exception.getClass().getSimpleName(),
        oneLine(exception),
        exception instanceof RetryableException,
        exception instanceof RateLimitedException limited ? limited.retryAt() : null);
  }

  /** Whether the user has to authorize the application again. */
  public boolean needsAuthorization() {
    return kind.equals(AuthorizationException.class.getSimpleName());
  }

  private static String oneLine(RuntimeException exception) {
    String message = Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    return message.replaceAll("\\s+", " ").strip();
  }
}
