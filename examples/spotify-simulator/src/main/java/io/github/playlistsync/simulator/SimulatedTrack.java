package io.github.playlistsync.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track, an episode, a local file or an object of an unknown type, as the catalogue has it.
 *
 * <p>For an episode {@code artists} holds the publisher and {@code album} the show.
 *
 * @param uri the URI, {@code spotify:track:…}, {@code spotify:episode:…}, {@code spotify:local:…}
 * @param id the id of 22 characters, null for a local file
 * @param type the value of the key {@code type}
 * @param name the title; empty for a track that was removed from the catalogue
 * @param artists the names of the artists in order
 * @param album the name of the album
 * @param imageUrl the cover, null without one
 * @param durationMs the length in milliseconds
 * @param explicit whether it is marked as explicit
 * @param isrc the recording code, null without one
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
