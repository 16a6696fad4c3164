package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.TrackCounts;
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
 * A row of {@code sync_revision}, for a host's own JPQL: a past or current content of a playlist.
 * Read-only.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_revision")
@IdClass(SyncRevision.Key.class)
public class SyncRevision {
  @Id
  @Column(name = "playlist_id", length = 210, nullable = false)
  private String playlistId;

  @Id
  @Column(name = "revision", nullable = false)
  private long revision;

  @Column(name = "origin", length = 10, nullable = false)
  private String origin;

  @Column(name = "committed_at", nullable = false)
  @Convert(converter = InstantConverter.class)
  private Instant committedAt;

  @Column(name = "snapshot_id", length = 500)
  private @Nullable String snapshotId;

  @Column(name = "added", nullable = false)
  private int added;

  @Column(name = "removed", nullable = false)
  private int removed;

  @Column(name = "moved", nullable = false)
  private int moved;

  @Column(name = "track_count", nullable = false)
  private int trackCount;

  @Column(name = "placeholders", nullable = false)
  private int placeholders;

  @Column(name = "remote_total", nullable = false)
  private int remoteTotal;

  @Column(name = "feed_batch")
  private @Nullable Long feedBatch;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncRevision() {}

  SyncRevision(Revision value) {
    playlistId = value.playlist().value();
    revision = value.number();
    origin = value.origin().name();
    committedAt = value.at();
    SnapshotId snapshot = value.snapshot();
    snapshotId = snapshot == null ? null : snapshot.value();
    added = value.added();
    removed = value.removed();
    moved = value.moved();
    trackCount = value.counts().trackCount();
    placeholders = value.counts().placeholders();
    remoteTotal = value.counts().remoteTotal();
  }

  /** The revision that this row holds. */
  public Revision toValue() {
    return new Revision(
        PlaylistId.of(playlistId),
        revision,
        Revision.Origin.valueOf(origin),
        committedAt,
        snapshotId == null ? null : SnapshotId.of(snapshotId),
        added,
        removed,
        moved,
        new TrackCounts(trackCount, placeholders, remoteTotal));
  }

  /** The batch in which followers see it; null until one looks. */
  public @Nullable Long feedBatch() {
    return feedBatch;
  }

  /** The primary key of {@code sync_revision}. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String playlistId;
    private long revision;

    /** For the provider. */
    @SuppressWarnings("NullAway.Init")
    public Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && playlistId.equals(key.playlistId)
          && revision == key.revision;
    }

    @Override
    public int hashCode() {
      return Objects.hash(playlistId, revision);
    }
  }
}
