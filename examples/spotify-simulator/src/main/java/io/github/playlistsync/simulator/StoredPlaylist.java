package io.github.playlistsync.simulator;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A playlist as {@link WorldState} keeps it: touched only under its lock. */
final class StoredPlaylist {

  final String id;
  final String ownerId;
  String name;
  @Nullable String description = "";
  Visibility visibility = Visibility.PUBLIC;
  boolean collaborative;
  @Nullable String imageUrl;
  List<SimulatedEntry> entries = List.of();
  List<SimulatedEntry> entriesBeforeLastEdit = List.of();
  final Set<String> collaborators = new HashSet<>();
  final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
  SnapshotBehavior behavior = SnapshotBehavior.MOVES_WITH_EDITS;

  private int revision = 1;
  private int snapshotRevision = 1;
  private int laggingRevision = 1;
  private Instant editedAt = Instant.EPOCH;
  private int reads;
  private Access access = Access.FULL;
  private final Map<String, Access> accessByUser = new HashMap<>();

  StoredPlaylist(String id, String ownerId, String name) {
    this.id = id;
    this.ownerId = ownerId;
    this.name = name;
  }

  /**
   * Counts one edit. While edits follow each other within the lag, answers carry the oldest
   * snapshot.
   */
  void edited(Instant now, Instant lagEnd) {
    revision++;
    if (behavior != SnapshotBehavior.FROZEN) {
      if (!editedAt.isAfter(lagEnd)) {
        laggingRevision = snapshotRevision;
      }
      snapshotRevision = revision;
    }
    editedAt = now;
  }

  /** The snapshot for an answer, which does not show edits after {@code lagEnd}. */
  String servedSnapshot(Instant lagEnd) {
    if (behavior == SnapshotBehavior.MOVES_ON_EVERY_READ) {
      reads++;
      return Snapshots.text(id, 1_000_000 + reads);
    }
    return Snapshots.text(id, editedAt.isAfter(lagEnd) ? laggingRevision : snapshotRevision);
  }

  String snapshotBeforeLastEdit() {
    return Snapshots.text(id, Math.max(1, snapshotRevision - 1));
  }

  void setAccess(Access access) {
    this.access = access;
    accessByUser.clear();
  }

  void setAccess(String userId, Access access) {
    accessByUser.put(userId, access);
  }

  Access accessOf(String userId) {
    return accessByUser.getOrDefault(userId, access);
  }

  boolean isEditedBy(String userId) {
    return ownerId.equals(userId) || collaborators.contains(userId);
  }

  PlaylistView view(String ownerName, List<SimulatedEntry> entries) {
    return new PlaylistView(
        id,
        ownerId,
        ownerName,
        name,
        description,
        visibility,
        collaborative,
        imageUrl,
        revision,
        Snapshots.text(id, snapshotRevision),
        entries,
        oddities);
  }
}
