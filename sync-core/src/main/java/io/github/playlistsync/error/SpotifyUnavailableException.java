package io.github.playlistsync.error;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Spotify gave no usable answer: a 5xx, a timeout, a broken connection, or a body that is not JSON,
 * truncated, too large or not of the documented shape.
 */
public class SpotifyUnavailableException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Instant retryAt;

  /** Takes a message that says what was asked for and what went wrong. */
  public SpotifyUnavailableException(String message) {
    this(message, null);
  }

  /** Takes a message and the cause. */
  public SpotifyUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAt = null;
  }

  /** The same, with the time from which on asking again is worth it. */
  public SpotifyUnavailableException(String message, Instant retryAt, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAt = retryAt;
  }

  /** From when on asking again is worth it; null where no time is known. */
  public @Nullable Instant retryAt() {
    return retryAt;
  }
}
