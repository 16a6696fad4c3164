package io.github.playlistsync.simulator;

import java.util.Set;

/**
 * Who a token speaks for.
 *
 * @param userId the user
 * @param scopes what the user allowed
 */
record Caller(String userId, Set<String> scopes) {

  boolean may(String scope) {
    return scopes.contains(scope);
  }
}
