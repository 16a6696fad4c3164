package io.github.playlistsync.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A track as a host without this library would map it. */
@Entity
@Table(name = "sync_track")
class SongTrack {
  @Id private String uri;
  private String kind;
  private String title;
  private String artists;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SongTrack() {}

  SongTrack(String uri, String title) {
    this.uri = uri;
    this.kind = "TRACK";
    this.title = title;
    this.artists = "[]";
  }
}
