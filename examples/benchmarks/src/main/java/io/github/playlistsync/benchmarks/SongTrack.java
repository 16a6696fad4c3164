package io.github.playlistsync.benchmarks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A track as a host without this library would map it. */
@Entity
@Table(name = "sync_track")
class SongTrack {
  @Id
  @Column(name = "uri")
  private String uri;

  @Column(name = "kind")
  private String kind;

  @Column(name = "title")
  private String title;

  @Column(name = "artists")
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
