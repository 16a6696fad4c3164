package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import io.github.playlistsync.spi.store.LibraryStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes an outage from what Spotify cannot serve. After a few playlists in a row without a
 * usable answer it asks for another one, from the end of the list: no answer is an outage. So an
 * outage ends a run after few calls, and broken playlists do not keep the others from being synced.
 * A run that asks for one thing only, the list or a playlist, asks for one thing more.
 */
public final class Outage {
  /** How many times in a row no usable answer comes before that counts as an outage. */
  public static final int IN_A_ROW = 3;

  /** How long nobody asks while it lasts. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  private final SpotifyCatalog catalog;
  private final LibraryStore store;
  private final RunContext run;
  private final List<PlannedPlaylist> playlists;
  private final Set<PlaylistId> failed = new HashSet<>();
  private int inARow;
  private @Nullable SyncException found;

  Outage(EngineParts parts, RunContext run, List<PlannedPlaylist> playlists) {
    this.catalog = parts.catalog();
    this.store = parts.store();
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
    int enough = run.info().playlist() == null ? IN_A_ROW : 1;
    if (found == null && ++inARow >= enough && !answersForAnother()) {
      found =
          away(
              "Spotify did not answer for %d playlists in a row: %s"
                  .formatted(inARow, failure.getMessage()),
              failure);
    }
    return found;
  }

  /**
   * Spotify did not answer for the list.
   *
   * @return why the run must end, with the time to try again at if it is an outage
   */
  static SpotifyUnavailableException ofList(
      SpotifyUnavailableException failure, EngineParts parts, RunContext run) {
    Outage outage = new Outage(parts, run, List.of());
    return failure.retryAt() != null || outage.answersForStored(outage::likedSong)
        ? failure
        : outage.away("Spotify answers nothing: " + failure.getMessage(), failure);
  }

  private SpotifyUnavailableException away(String message, SyncException failure) {
    return new SpotifyUnavailableException(message, run.now().plus(PAUSE), failure);
  }

  private boolean answersForAnother() {
    for (int i = playlists.size() - 1; i >= 0; i--) {
      PlaylistId other = playlists.get(i).id();
      if (!failed.contains(other)) {
        return answersFor(other);
      }
    }
    return run.info().playlist() != null && answersForStored(() -> catalog.library(run, 0));
  }

  /** Whether it answers for another playlist of the user's or, if none is known, for a call. */
  private boolean answersForStored(Runnable otherwise) {
    Optional<PlaylistId> known = knownToTheStore();
    return known.isPresent() ? answersFor(known.get()) : answers(otherwise);
  }

  private Optional<PlaylistId> knownToTheStore() {
    try {
      return store.library(run.user()).stream()
          .filter(LibraryEntry::isListed)
          .map(LibraryEntry::playlist)
          .filter(other -> !failed.contains(other))
          .findFirst();
    } catch (SyncInterruptedException stopped) {
      throw stopped;
    } catch (SyncException away) {
      // It is the answer of Spotify's that the run fails for.
      return Optional.empty();
    }
  }

  private void likedSong() {
    catalog.likedSongs(run, 0, 1);
  }

  private boolean answersFor(PlaylistId other) {
    boolean answers = answers(() -> catalog.playlist(run, other));
    if (!answers) {
      failed.add(other);
    }
    return answers;
  }

  private boolean answers(Runnable call) {
    try {
      call.run();
    } catch (SpotifyUnavailableException none) {
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
