package io.github.playlistsync.simulator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A playlist as it truly is at one moment: what a complete sync must have stored. Immutable.
 *
 * @param id the id of 22 characters
 * @param ownerId the id of the owner
 * @param ownerName the display name of the owner
 * @param name the name
 * @param description the description as the API sends it, escaped once; null where there is none
 * @param visibility what the key {@code public} says
 * @param collaborative whether others may edit it
 * @param imageUrl the cover, null without one
 * @param revision the number of its edits so far
 * @param snapshotId the snapshot of this revision, in the text form
 * @param entries the rows in order
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
