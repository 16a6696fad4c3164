package io.github.playlistsync.jpa;

import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.Visibility;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sync_playlist}, for a host's own JPQL. Read-only: the version of a playlist
 * guards its rows, and only the store changes both together.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_playlist")
public class SyncPlaylist {
  @Id
  @Column(name = "id", length = 210, nullable = false)
  private String id;

  @Column(name = "name", length = StoreTables.LONG_TEXT, nullable = false)
  private String name;

  @Column(name = "description", length = StoreTables.LONG_TEXT)
  private @Nullable String description;

  @Column(name = "visibility", length = 10, nullable = false)
  private String visibility;

  @Column(name = "collaborative", nullable = false)
  private boolean collaborative;

  @Column(name = "owner_id", length = StoreTables.LONG_TEXT)
  private @Nullable String ownerId;

  @Column(name = "owner_name", length = StoreTables.LONG_TEXT)
  private @Nullable String ownerName;

  @Column(name = "image_url", length = StoreTables.LONG_TEXT)
  private @Nullable String imageUrl;

  @Column(name = "owner_view", nullable = false)
  private boolean ownerView;

  @Column(name = "snapshot_id", length = 500)
  private @Nullable String snapshotId;

  @Column(name = "track_count", nullable = false)
  private int trackCount;

  @Column(name = "placeholders", nullable = false)
  private int placeholders;

  @Column(name = "remote_total", nullable = false)
  private int remoteTotal;

  @Column(name = "revision", nullable = false)
  private long revision;

  // Not @Version: providers increment it at different moments. A statement of the store is the
  // guard.
  @Column(name = "version", nullable = false)
  private long version;

  @Column(name = "synced_at", nullable = false)
  @Convert(converter = InstantConverter.class)
  private Instant syncedAt;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncPlaylist() {}

  @SuppressWarnings("NullAway.Init")
  SyncPlaylist(StoredPlaylist stored) {
    id = stored.id().value();
    set(stored);
  }

  final void set(StoredPlaylist stored) {
    Playlist playlist = stored.playlist();
    name = Texts.storable(playlist.name());
    description = Texts.storableOrNull(playlist.description());
    visibility = playlist.visibility().name();
    collaborative = playlist.collaborative();
    ownerId = Texts.storableOrNull(playlist.ownerId());
    ownerName = Texts.storableOrNull(playlist.ownerName());
    imageUrl = Texts.storableOrNull(playlist.imageUrl());
    ownerView = stored.ownerView();
    SnapshotId snapshot = stored.snapshot();
    snapshotId = snapshot == null ? null : snapshot.value();
    trackCount = stored.counts().trackCount();
    placeholders = stored.counts().placeholders();
    remoteTotal = stored.counts().remoteTotal();
    revision = stored.revision();
    version = stored.version();
    syncedAt = stored.syncedAt();
  }

  /** The playlist that this row holds. */
  public StoredPlaylist toValue() {
    Playlist playlist =
        new Playlist(
            PlaylistId.of(id),
            name,
            description,
            Visibility.valueOf(visibility),
            collaborative,
            ownerId,
            ownerName,
            imageUrl);
    return new StoredPlaylist(
        playlist,
        ownerView,
        snapshotId == null ? null : SnapshotId.of(snapshotId),
        new TrackCounts(trackCount, placeholders, remoteTotal),
        revision,
        version,
        syncedAt);
  }
}
