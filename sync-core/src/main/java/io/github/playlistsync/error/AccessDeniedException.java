package io.github.playlistsync.error;

import java.util.Objects;

/** Spotify denies this user or application what was asked for (403). */
public class AccessDeniedException extends SyncException {
  private static final long serialVersionUID = 1L;

  /** Why access was denied, as far as Spotify says. */
  public enum Reason {
    /** The user may not read these contents. */
    CONTENTS,
    /** The user is not on the allow list of an application in development mode. */
    USER_NOT_REGISTERED,
    /** The application's owner no longer has Premium. */
    PREMIUM_REQUIRED,
    /** The user did not grant a scope that the request needs. */
    INSUFFICIENT_SCOPE
  }

  private final Reason reason;

  /** Takes a message that says what was asked for. */
  public AccessDeniedException(Reason reason, String message) {
    super(message, null);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns why access was denied. */
  public Reason reason() {
    return reason;
  }

  /** Whether the reason concerns every request of this user, not just one playlist. */
  public boolean concernsAllRequests() {
    return reason != Reason.CONTENTS;
  }
}
