package io.github.playlistsync.error;

import java.time.Instant;
import java.util.Objects;

/** Spotify's limits allow no call before {@link #retryAt()} (429). */
public class RateLimitedException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  /** Takes a message and the time from which calls are allowed again. */
  public RateLimitedException(String message, Instant retryAt) {
    super(message, null);
    this.retryAt = Objects.requireNonNull(retryAt, "retryAt");
  }

  /** Returns when calls are allowed again. */
  public Instant retryAt() {
    return retryAt;
  }
}
