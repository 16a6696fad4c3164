package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
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
 * A row of {@code sync_playlist_item}, for a host's own JPQL: an item of a playlist from one
 * revision (inclusive) to another (exclusive). Read-only. The current items are those whose {@code
 * untilRevision} is {@link #CURRENT}, in the order of {@code sortKey}.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_playlist_item")
@IdClass(SyncPlaylistItem.Key.class)
public class SyncPlaylistItem {
  /** The {@code untilRevision} of an item that is still in the playlist. */
  public static final long CURRENT = Long.MAX_VALUE;

  @Id
  @Column(name = "playlist_id", length = 210, nullable = false)
  private String playlistId;

  @Id
  @Column(name = "sort_key", nullable = false)
  private long sortKey;

  @Id
  @Column(name = "from_revision", nullable = false)
  private long fromRevision;

  @Column(name = "until_revision", nullable = false)
  private long untilRevision;

  @Column(name = "track_uri", length = 1000)
  private @Nullable String trackUri;

  @Column(name = "added_at")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant addedAt;

  @Column(name = "added_by", length = StoreTables.LONG_TEXT)
  private @Nullable String addedBy;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncPlaylistItem() {}

  SyncPlaylistItem(PlaylistId playlist, ItemRow row, long from) {
    playlistId = playlist.value();
    sortKey = row.sortKey();
    fromRevision = from;
    untilRevision = CURRENT;
    TrackUri uri = row.uri();
    trackUri = uri == null ? null : uri.value();
    addedAt = row.addedAt();
    addedBy = Texts.storableOrNull(row.addedBy());
  }

  /** The item that this row holds. */
  public ItemRow toValue() {
    return new ItemRow(sortKey, trackUri == null ? null : TrackUri.of(trackUri), addedAt, addedBy);
  }

  /** The primary key of {@code sync_playlist_item}. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String playlistId;
    private long sortKey;
    private long fromRevision;

    /** For the provider. */
    @SuppressWarnings("NullAway.Init")
    public Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && playlistId.equals(key.playlistId)
          && sortKey == key.sortKey
          && fromRevision == key.fromRevision;
    }

    @Override
    public int hashCode() {
      return Objects.hash(playlistId, sortKey, fromRevision);
    }
  }
}
