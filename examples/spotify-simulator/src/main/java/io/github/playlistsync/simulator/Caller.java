package io.github.playlistsync.simulator;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who calls.
 *
 * @param scopes what this user has allowed the app
 * @param items the items that the server which answers has of a playlist
 */
record Caller(
    String userId, Set<String> scopes, Function<StoredPlaylist, List<SimulatedEntry>> items) {

  Caller(String userId, Set<String> scopes) {
    this(userId, scopes, playlist -> playlist.entries);
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
        items);
  }

  Caller served(Function<StoredPlaylist, List<SimulatedEntry>> otherItems) {
    return new Caller(userId, scopes, otherItems);
  }
}
