package io.github.playlistsync.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * Why a user's syncs all fail until somebody acts. Their schedule tries once a day meanwhile. The
 * next sync that succeeds ends it, and so does {@link
 * io.github.playlistsync.BackgroundSync#reauthorized}.
 *
 * @param reason what is wrong
 * @param since when that was found
 */
public record Suspension(Reason reason, Instant since) {

  /** What is wrong, and with it who has to act. */
  public enum Reason {
    /**
     * Spotify no longer accepts the authorization. The user must authorize the application again.
     */
    REAUTHORIZATION_NEEDED,
    /**
     * The user did not grant a scope that every sync needs. They must authorize the application
     * again, and grant it.
     */
    INSUFFICIENT_SCOPE,
    /**
     * The application is in development mode, and the user is not on its list. Its owner must add
     * them in the Developer Dashboard.
     */
    USER_NOT_REGISTERED,
    /** A newer release of this library wrote a reason that this one does not know. */
    OTHER;

    /**
     * Returns the reason of that name, {@link #OTHER} for a name that this release does not know.
     */
    public static Reason of(String name) {
      return Arrays.stream(values())
          .filter(reason -> reason.name().equals(name))
          .findAny()
          .orElse(OTHER);
    }
  }

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part is null
   */
  public Suspension {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(since, "since");
  }
}
