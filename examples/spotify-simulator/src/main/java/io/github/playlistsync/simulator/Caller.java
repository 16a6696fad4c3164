package io.github.playlistsync.simulator;

import java.util.Set;

/*
* Who calls, and what this user has allowed the app.

*/
record Caller(String userId, Set<String> scopes) {

  boolean may(String scope) {
    return scopes.contains(scope);
  }
}
