package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes an outage from playlists that Spotify cannot serve. After a few playlists in a row
 * without a usable answer it asks for another one, from the end of the list: no answer is an
 * outage. So an outage ends a run after few calls, and broken playlists do not keep the others from
 * being synced.
 */
public final class Outage {
  /** How many times in a row no usable answer comes before that counts as an outage. */
  public static final int IN_A_ROW = 3;

  /** How long nobody asks while it lasts. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  private final SpotifyCatalog catalog;
  private final RunContext run;
  private final List<PlannedPlaylist> playlists;
  private final Set<PlaylistId> failed = new HashSet<>();
  private int inARow;
  private @Nullable SyncException found;

  Outage(SpotifyCatalog catalog, RunContext run, List<PlannedPlaylist> playlists) {
    this.catalog = catalog;
    this.run = run;
    this.playlists = playlists;
  }

  /** Spotify answered for a playlist. */
  synchronized void answered() {
    inARow = 0;
  }

  /**
   * Spotify did not answer for a playlist.
   *
   * @return why the run must end; null if it need not
   */
  synchronized @Nullable SyncException unanswered(PlaylistId playlist, SyncException failure) {
    failed.add(playlist);
    // Those that were being read when it was found need no proof of their own.
    if (found == null && ++inARow >= IN_A_ROW && !answersForAnother()) {
      found =
          new SpotifyUnavailableException(
              "Spotify did not answer for %d playlists in a row: %s"
                  .formatted(inARow, failure.getMessage()),
              run.now().plus(PAUSE),
              failure);
    }
    return found;
  }

  private boolean answersForAnother() {
    for (int i = playlists.size() - 1; i >= 0; i--) {
      PlaylistId other = playlists.get(i).id();
      if (!failed.contains(other)) {
        return answersFor(other);
      }
    }
    return false;
  }

  private boolean answersFor(PlaylistId other) {
    try {
      catalog.playlist(run, other);
    } catch (SpotifyUnavailableException none) {
      failed.add(other);
      return false;
    } catch (SyncInterruptedException stopped) {
      throw stopped;
    } catch (SyncException refusal) {
      // A refusal is an answer, too.
    }
    inARow = 0;
    return true;
  }
}
