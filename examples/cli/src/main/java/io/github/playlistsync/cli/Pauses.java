package io.github.playlistsync.cli;

import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spotify.SpotifySettings;
import java.time.Duration;

/**
 * How long commands wait before they ask Spotify again. No option sets it; tests shorten it.
 *
 * @param calls for a call that got no usable answer
 * @param runs for what is doubted
 * @param refusal for a refused login
 */
record Pauses(SpotifySettings calls, SyncSettings runs, Duration refusal) {
  static final Pauses USUAL =
      new Pauses(SpotifySettings.defaults(), SyncSettings.defaults(), Duration.ofSeconds(5));
}
