package io.github.playlistsync.spotify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which account an access token is of, for the 10,000 tokens that were used last. Keeps
 * digests and no tokens. Safe for use by several threads.
 */
final class TokenOwners {
  private static final int MOST_TOKENS = 10_000;

  // Guarded by this, and in the order of use.
  private final Map<String, SpotifyAccount> owners =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpotifyAccount> eldest) {
          return size() > MOST_TOKENS;
        }
      };

  synchronized @Nullable SpotifyAccount of(String token) {
    return owners.get(Texts.sha256(token));
  }

  synchronized void forget(String token) {
    owners.remove(Texts.sha256(token));
  }

  synchronized SpotifyAccount remember(String token, SpotifyAccount owner) {
    owners.put(Texts.sha256(token), owner);
    return owner;
  }
}
