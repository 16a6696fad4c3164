package io.github.playlistsync.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track, an episode, a local file or an object of an unknown type.
 *
 * <p>For an episode {@code artists} holds the publisher and {@code album} the show.
 *
 * @param uri the URI, {@code spotify:track:…}, {@code spotify:episode:…}, {@code spotify:local:…}
 * @param id 22 characters, null for a local file
 * @param type the value of the key {@code type}
 * @param name the title; empty for a track that left the catalog
 * @param artists the names in order
 * @param imageUrl the address of the cover, null for none
 * @param isrc the recording code, null for none
 */
public record SimulatedTrack(
    String uri,
    @Nullable String id,
    String type,
    String name,
    List<String> artists,
    String album,
    @Nullable String imageUrl,
    long durationMs,
    boolean explicit,
    @Nullable String isrc) {

  /** Copies the list of artists. */
  public SimulatedTrack {
    artists = List.copyOf(artists);
  }
}
