package io.github.playlistsync.jpa;

import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sync_track}, for a host's own JPQL. Read-only: many playlists share it. {@code
 * artists} is a JSON array of names.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_track")
public class SyncTrack {
  @Id
  @Column(name = "uri", length = 1000, nullable = false)
  private String uri;

  @Column(name = "kind", length = 10, nullable = false)
  private String kind;

  @Column(name = "spotify_id", length = StoreTables.LONG_TEXT)
  private @Nullable String spotifyId;

  @Column(name = "title", length = StoreTables.LONG_TEXT, nullable = false)
  private String title;

  @Column(name = "artists", length = StoreTables.LONG_TEXT, nullable = false)
  private String artists;

  @Column(name = "album", length = StoreTables.LONG_TEXT)
  private @Nullable String album;

  @Column(name = "album_image_url", length = StoreTables.LONG_TEXT)
  private @Nullable String albumImageUrl;

  @Column(name = "duration_ms")
  private @Nullable Long durationMs;

  @Column(name = "explicit")
  private @Nullable Boolean explicit;

  @Column(name = "isrc", length = StoreTables.LONG_TEXT)
  private @Nullable String isrc;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncTrack() {}

  @SuppressWarnings("NullAway.Init")
  SyncTrack(Track track) {
    uri = track.uri().value();
    set(track);
  }

  final void set(Track track) {
    kind = track.kind().name();
    spotifyId = Texts.storableOrNull(track.spotifyId());
    title = Texts.storable(track.title());
    artists = Texts.toJsonArray(track.artists());
    album = Texts.storableOrNull(track.album());
    albumImageUrl = Texts.storableOrNull(track.albumImageUrl());
    durationMs = track.durationMs();
    explicit = track.explicit();
    isrc = Texts.storableOrNull(track.isrc());
  }

  final String uri() {
    return uri;
  }

  /** The track that this row holds. */
  public Track toValue() {
    return new Track(
        TrackUri.of(uri),
        TrackKind.valueOf(kind),
        spotifyId,
        title,
        Texts.fromJsonArray(artists),
        album,
        albumImageUrl,
        durationMs,
        explicit,
        isrc);
  }
}
