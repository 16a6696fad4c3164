package io.github.playlistsync.cli;

import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import java.time.Instant;
import java.util.List;

/** A stored login as {@code --json} prints it, without secrets. */
record LoginJson(
    String user,
    List<String> scopes,
    String authorizedAt,
    String authorizationEndsAt,
    long daysLeft) {

  static LoginJson of(UserId user, StoredTokens tokens) {
    return new LoginJson(
        user.value(),
        tokens.scopes().stream().sorted().toList(),
        tokens.authorizedAt().toString(),
        tokens.authorizationEndsAt().toString(),
        tokens.daysLeft(Instant.now()));
  }

  /** When it ends, in words. */
  String lasts() {
    return "it ends in " + daysLeft + " days, at " + authorizationEndsAt;
  }
}
