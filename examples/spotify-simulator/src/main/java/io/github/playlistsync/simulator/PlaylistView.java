package io.github.playlistsync.simulator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The true state of a playlist at one moment: what a complete sync must store. Immutable.
 *
 * @param description the description as the API sends it, so escaped once; null for none
 * @param visibility the value of the key {@code public}
 * @param imageUrl the address of the cover, null for none
 * @param revision 1 after the creation, and one more with each edit
 * @param snapshotId the snapshot of this revision, in the text form
 * @param entries the rows in their order
 * @param oddities how its JSON departs from these values
 */
public record PlaylistView(
    String id,
    String ownerId,
    String ownerName,
    String name,
    @Nullable String description,
    Visibility visibility,
    boolean collaborative,
    @Nullable String imageUrl,
    int revision,
    String snapshotId,
    List<SimulatedEntry> entries,
    Set<Oddity> oddities) {

  /** Copies the collections. */
  public PlaylistView {
    entries = List.copyOf(entries);
    oddities = Set.copyOf(oddities);
  }
}
