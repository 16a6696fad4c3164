package io.github.playlistsync.spotify;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An authorization in progress. The host keeps it in the user's session until Spotify sends them
 * back, and shows it to nobody else: {@link #toString} hides all of it.
 *
 * @param address where to send the user's browser
 * @param state what Spotify repeats, which proves that the answer belongs to this request
 * @param verifier what proves that the same party began and completes it; null with a client secret
 */
public record AuthorizationRequest(URI address, String state, @Nullable String verifier) {

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if {@code address} or {@code state} is null
   */
  public AuthorizationRequest {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(state, "state");
  }

  @Override
  public String toString() {
    return "AuthorizationRequest[***]";
  }
}
