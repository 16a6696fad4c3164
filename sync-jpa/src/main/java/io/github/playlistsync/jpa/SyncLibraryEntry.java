package io.github.playlistsync.jpa;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sync_library_entry}, for a host's own JPQL: a playlist in one user's library.
 * Read-only. The playlist is in the user's list while {@code listPosition} is not null and {@code
 * goneSince} is null.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_library_entry")
@IdClass(SyncLibraryEntry.Key.class)
public class SyncLibraryEntry {
  @Id
  @Column(name = "user_id", length = 200, nullable = false)
  private String userId;

  @Id
  @Column(name = "playlist_id", length = 210, nullable = false)
  private String playlistId;

  @Column(name = "position")
  private @Nullable Integer listPosition;

  @Column(name = "visibility", length = 10, nullable = false)
  private String visibility;

  @Column(name = "access", length = 15, nullable = false)
  private String access;

  @Column(name = "checked_snapshot", length = 500)
  private @Nullable String checkedSnapshot;

  @Column(name = "lost_since")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant lostSince;

  @Column(name = "first_seen", nullable = false)
  @Convert(converter = InstantConverter.class)
  private Instant firstSeen;

  @Column(name = "gone_since")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant goneSince;

  @Column(name = "hidden_since")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant hiddenSince;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncLibraryEntry() {}

  @SuppressWarnings("NullAway.Init")
  SyncLibraryEntry(LibraryEntry entry) {
    userId = entry.user().value();
    playlistId = entry.playlist().value();
    set(entry);
  }

  final void set(LibraryEntry entry) {
    if (entry.position() != null) {
      listPosition = entry.position();
      goneSince = entry.goneSince();
      hiddenSince = entry.hiddenSince();
    }
    visibility = entry.visibility().name();
    access = entry.access().name();
    SnapshotId snapshot = entry.checkedSnapshot();
    checkedSnapshot = snapshot == null ? null : snapshot.value();
    lostSince = entry.lostSince();
    firstSeen = entry.firstSeen();
  }

  /** The entry that this row holds. */
  public LibraryEntry toValue() {
    return new LibraryEntry(
        UserId.of(userId),
        PlaylistId.of(playlistId),
        listPosition,
        Visibility.valueOf(visibility),
        Access.valueOf(access),
        checkedSnapshot == null ? null : SnapshotId.of(checkedSnapshot),
        lostSince,
        firstSeen,
        goneSince,
        hiddenSince);
  }

  /** The primary key of {@code sync_library_entry}. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String userId;
    private String playlistId;

    /** For the provider. */
    @SuppressWarnings("NullAway.Init")
    public Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && userId.equals(key.userId)
          && playlistId.equals(key.playlistId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(userId, playlistId);
    }
  }
}
