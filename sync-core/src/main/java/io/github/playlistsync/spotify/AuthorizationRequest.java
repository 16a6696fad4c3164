package io.github.playlistsync.spotify;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An authorization that was begun. The host keeps it in the user's session until Spotify sends them
 * back, and shows it to nobody else: {@link #toString} tells none of it.
 *
 * @param address where to send the user's browser
 * @param state what Spotify will repeat, to prove that the answer belongs to this request
 * @param verifier what proves that whoever exchanges the code is who began; null with a client
 *     secret
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
