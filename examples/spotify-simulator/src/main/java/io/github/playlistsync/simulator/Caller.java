package io.github.playlistsync.simulator;

import java.util.Set;
import java.util.stream.Collectors;

/** Who calls, and what this user has allowed the app. */
record Caller(String userId, Set<String> scopes) {

  boolean may(String scope) {
    return scopes.contains(scope);
  }

  Caller without(String scope) {
    return new Caller(
        userId,
        scopes.stream()
            .filter(other -> !other.equals(scope))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
