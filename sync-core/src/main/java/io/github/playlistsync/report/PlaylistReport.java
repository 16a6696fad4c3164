package io.github.playlistsync.report;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.TrackCounts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run did with one playlist.
 *
 * @param id the playlist
 * @param name its name; empty where it is not known
 * @param outcome how it ended
 * @param access what the user may read; null where that was not found out
 * @param counts the one count of what is stored now, beside what Spotify announced
 * @param changes what the run changed
 * @param audit whether it was read although its snapshot had not moved, and what that found
 * @param revision the number of the stored content; 0 while none was ever read
 * @param problems what was missing, odd or refused, one line each; empty where nothing was
 * @param failure why it failed; null unless {@code outcome} is {@link PlaylistOutcome#FAILED}
 */
public record PlaylistReport(
    PlaylistId id,
    String name,
    PlaylistOutcome outcome,
    @Nullable Access access,
    TrackCounts counts,
    Changes changes,
    Audit audit,
    long revision,
    List<String> problems,
    @Nullable Failure failure) {

  /**
   * Checks the parts and copies the list.
   *
   * @throws NullPointerException if a part that must be there is null
   */
  public PlaylistReport {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(changes, "changes");
    Objects.requireNonNull(audit, "audit");
    problems = List.copyOf(problems);
  }

  /** Returns this report with another audit and other problems. */
  public PlaylistReport withAudit(Audit result, List<String> problemsFound) {
    return new PlaylistReport(
        id, name, outcome, access, counts, changes, result, revision, problemsFound, failure);
  }

  /** Returns this report with a failure. */
  public PlaylistReport withFailure(Failure cause) {
    return new PlaylistReport(
        id, name, outcome, access, counts, changes, audit, revision, problems, cause);
  }

  /**
   * What a run changed in one playlist.
   *
   * @param added items that were added
   * @param removed items that were removed
   * @param moved items whose order changed
   */
  public record Changes(int added, int removed, int moved) {
    /** No item changed. */
    public static final Changes NONE = new Changes(0, 0, 0);
  }

  /** What came of reading a playlist whose snapshot had not moved. */
  public enum Audit {
    /** There was none, or it was not finished. */
    NONE,
    /** What was stored is what Spotify has. */
    CONFIRMED,
    /** What was stored was not what Spotify has, and is now. */
    CORRECTED
  }
}
