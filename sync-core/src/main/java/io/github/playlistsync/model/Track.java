package io.github.playlistsync.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an item plays: a recording, an episode or a local file. Stored once, however many playlists
 * hold it.
 *
 * @param uri its identity
 * @param kind what it is
 * @param spotifyId the id in Spotify's catalog; null for a local file
 * @param title the title; empty where Spotify no longer gives it
 * @param artists the artists' names in order; for an episode the show's name
 * @param album the album's name; null for episodes and where unknown
 * @param albumImageUrl the address of the largest cover; null for none
 * @param durationMs the length in milliseconds, 0 or more; null where unknown
 * @param explicit whether the lyrics are marked explicit; null where unknown
 * @param isrc the recording's ISRC; null where unknown
 */
public record Track(
    TrackUri uri,
    TrackKind kind,
    @Nullable String spotifyId,
    String title,
    List<String> artists,
    @Nullable String album,
    @Nullable String albumImageUrl,
    @Nullable Long durationMs,
    @Nullable Boolean explicit,
    @Nullable String isrc) {

  /**
   * Checks the parts and copies the list.
   *
   * @throws NullPointerException if a part that must be there is null
   * @throws IllegalArgumentException if {@code durationMs} is negative
   */
  public Track {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    artists = List.copyOf(artists);
    if (durationMs != null && durationMs < 0) {
      throw new IllegalArgumentException("durationMs is " + durationMs + "; expected 0 or more");
    }
  }

  /**
   * Returns what to store after reading this track again: this one, completed by what only {@code
   * stored} knows. Spotify empties the fields of tracks that left its catalog, and gives some kinds
   * of applications less than others.
   *
   * @param stored the same track as stored
   * @throws IllegalArgumentException if {@code stored} is another track
   */
  public Track completedBy(Track stored) {
    if (!uri.equals(stored.uri)) {
      throw new IllegalArgumentException("expected " + uri + ", not " + stored.uri);
    }
    return new Track(
        uri,
        kind,
        spotifyId == null ? stored.spotifyId : spotifyId,
        title.isEmpty() ? stored.title : title,
        artists.isEmpty() || artists.stream().allMatch(String::isEmpty) ? stored.artists : artists,
        album == null || album.isEmpty() ? stored.album : album,
        albumImageUrl == null ? stored.albumImageUrl : albumImageUrl,
        durationMs == null || durationMs == 0 ? stored.durationMs : durationMs,
        explicit == null ? stored.explicit : explicit,
        isrc == null ? stored.isrc : isrc);
  }
}
