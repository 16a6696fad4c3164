package io.github.playlistsync.internal.read;

import io.github.playlistsync.internal.diff.KnownFacts;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.spi.spotify.PlaylistField;
import io.github.playlistsync.spi.store.ItemRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A playlist that was read completely.
 *
 * @param playlist its metadata
 * @param missing the fields that Spotify leaves out of the metadata
 * @param snapshot the snapshot that the read began and ended with; null if Spotify gives none, or
 *     another with every call
 * @param items every item in order
 * @param remoteTotal the number of items that Spotify announced
 * @param problems what was missing or odd
 * @param kept whether its pages are kept as checkpoints
 * @param evidence what its answers are worth
 */
public record RemoteContent(
    Playlist playlist,
    Set<PlaylistField> missing,
    @Nullable SnapshotId snapshot,
    List<PlaylistItem> items,
    int remoteTotal,
    List<Problem> problems,
    boolean kept,
    Evidence evidence) {

  /**
   * What the answers of one read are worth.
   *
   * @param weakness why this read alone proves nothing; null if one look is enough
   * @param lacksFacts whether an answer says of none of its items when it was added, or by whom
   * @param completed whether such facts were taken from what is stored
   * @param guessed whether they could have been those of other stored items: which of several equal
   *     ones has which is then a guess
   * @param offsets where each answer begins
   */
  public record Evidence(
      @Nullable String weakness,
      boolean lacksFacts,
      boolean completed,
      boolean guessed,
      List<Integer> offsets) {

    /** Copies the list. */
    public Evidence {
      offsets = List.copyOf(offsets);
    }
  }

  /** The same with what the answers lack of items, and {@code stored} has of them. */
  public RemoteContent completedBy(List<ItemRow> stored) {
    KnownFacts.Completed completed = KnownFacts.completed(items, stored);
    Evidence now =
        new Evidence(
            evidence.weakness,
            evidence.lacksFacts,
            !completed.items().equals(items),
            completed.guessed(),
            evidence.offsets);
    return new RemoteContent(
        playlist, missing, snapshot, completed.items(), remoteTotal, problems, kept, now);
  }

  public TrackCounts counts() {
    return TrackCounts.of(items, remoteTotal);
  }

  /** Equal for two reads only if they found the same items in the same order. */
  public String digest() {
    return ItemDigest.of(items);
  }
}
