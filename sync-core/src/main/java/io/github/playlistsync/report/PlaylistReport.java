package io.github.playlistsync.report;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.TrackCounts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run did with one playlist. Hosts receive it; the library constructs it, and may add
 * components in any release.
 *
 * @param id the playlist
 * @param name its name; empty where unknown
 * @param outcome how its sync ended
 * @param complete whether it lets the run be {@link SyncOutcome#COMPLETE}: it is up to date, or
 *     Spotify refuses it as it always has
 * @param access what the user may read; null where the run did not find out
 * @param counts the counts of what is stored now, and what Spotify announced
 * @param changes what the run changed
 * @param audit the result of reading it although its snapshot had not moved
 * @param revision the number of the stored content; 0 if none was ever read
 * @param problems what was missing, odd, refused or held back; each names this playlist
 * @param failure why it failed; null unless {@code outcome} is {@link PlaylistOutcome#FAILED}
 */
public record PlaylistReport(
    PlaylistId id,
    String name,
    PlaylistOutcome outcome,
    boolean complete,
    @Nullable Access access,
    TrackCounts counts,
    Changes changes,
    Audit audit,
    long revision,
    List<Problem> problems,
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
    problems = problems.stream().map(problem -> problem.in(id)).toList();
  }

  /** Returns this report with another audit. */
  public PlaylistReport withAudit(Audit result) {
    return new PlaylistReport(
        id, name, outcome, complete, access, counts, changes, result, revision, problems, failure);
  }

  /** Returns this report with a failure. */
  public PlaylistReport withFailure(Failure cause) {
    return new PlaylistReport(
        id, name, outcome, complete, access, counts, changes, audit, revision, problems, cause);
  }

  /**
   * The number of changes in one playlist.
   *
   * @param added items that were added
   * @param removed items that were removed
   * @param moved items whose order changed
   */
  public record Changes(int added, int removed, int moved) {
    /** No item changed. */
    public static final Changes NONE = new Changes(0, 0, 0);
  }

  /** The result of reading a playlist whose snapshot had not moved. */
  public enum Audit {
    /** No audit, or an unfinished one. */
    NONE,
    /** The stored content equals Spotify's. */
    CONFIRMED,
    /** The stored content differed from Spotify's and was corrected. */
    CORRECTED
  }
}
