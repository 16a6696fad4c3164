package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PageCheckpoint;
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
 * A row of {@code sync_page}: a page of a read in progress. Not for hosts; public because providers
 * require it.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_page")
@IdClass(SyncPage.Key.class)
public class SyncPage {
  @Id
  @Column(name = "user_id", length = 200, nullable = false)
  private String userId;

  @Id
  @Column(name = "playlist_id", length = 210, nullable = false)
  private String playlistId;

  @Id
  @Column(name = "snapshot_id", length = 500, nullable = false)
  private String snapshotId;

  @Id
  @Column(name = "page_offset", nullable = false)
  private int pageOffset;

  @Column(name = "content", length = StoreTables.LONG_TEXT, nullable = false)
  private String content;

  @Column(name = "saved_at", nullable = false)
  @Convert(converter = InstantConverter.class)
  private Instant savedAt;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncPage() {}

  @SuppressWarnings("NullAway.Init")
  SyncPage(PageCheckpoint page) {
    userId = page.user().value();
    playlistId = page.playlist().value();
    snapshotId = page.snapshot().value();
    pageOffset = page.offset();
    content = Texts.storable(page.content());
    savedAt = page.savedAt();
  }

  /** The page that this row holds. */
  public PageCheckpoint toValue() {
    return new PageCheckpoint(
        UserId.of(userId),
        PlaylistId.of(playlistId),
        SnapshotId.of(snapshotId),
        pageOffset,
        content,
        savedAt);
  }

  /** The primary key of {@code sync_page}. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String userId;
    private String playlistId;
    private String snapshotId;
    private int pageOffset;

    /** For the provider. */
    @SuppressWarnings("NullAway.Init")
    public Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && userId.equals(key.userId)
          && playlistId.equals(key.playlistId)
          && snapshotId.equals(key.snapshotId)
          && pageOffset == key.pageOffset;
    }

    @Override
    public int hashCode() {
      return Objects.hash(userId, playlistId, snapshotId, pageOffset);
    }
  }
}
