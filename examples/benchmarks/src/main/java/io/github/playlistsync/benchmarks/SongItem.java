package io.github.playlistsync.benchmarks;

import io.github.playlistsync.jpa.SyncPlaylistItem;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A playlist item as a host without this library would map it. */
@Entity
@Table(name = "sync_playlist_item")
@IdClass(SyncPlaylistItem.Key.class)
class SongItem {
  @Id
  @Column(name = "playlist_id")
  private String playlistId;

  @Id
  @Column(name = "sort_key")
  private long sortKey;

  @Id
  @Column(name = "from_revision")
  private long fromRevision;

  @Column(name = "until_revision")
  private long untilRevision;

  @Column(name = "track_uri")
  private String trackUri;

  @Column(name = "added_at")
  private OffsetDateTime addedAt;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SongItem() {}

  SongItem(String playlistId, long sortKey, String trackUri) {
    this.playlistId = playlistId;
    this.sortKey = sortKey;
    this.fromRevision = 1;
    this.untilRevision = SyncPlaylistItem.CURRENT;
    this.trackUri = trackUri;
    this.addedAt = OffsetDateTime.now(ZoneOffset.UTC);
  }
}
