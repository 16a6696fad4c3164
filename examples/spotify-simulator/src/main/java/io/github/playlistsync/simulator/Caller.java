package io.github.playlistsync.simulator;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls.
 *
 * @param scopes what this user has allowed the app
 * @param behind whether a server answers that still has the items from before each last edit
 */
record Caller(String userId, Set<String> scopes, boolean behind) {

  Caller(String userId, Set<String> scopes) {
    this(userId, scopes, false);
  }

  boolean may(String scope) {
    return scopes.contains(scope);
  }

  Caller without(String scope) {
    return new Caller(
        userId,
        scopes.stream()
            .filter(other -> !other.equals(scope))
            .collect(Collectors.toUnmodifiableSet()),
        behind);
  }

  Caller fallenBehind() {
    return new Caller(userId, scopes, true);
  }
}
