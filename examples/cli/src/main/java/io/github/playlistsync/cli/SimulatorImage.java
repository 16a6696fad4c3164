package io.github.playlistsync.cli;

import io.github.playlistsync.cli.LibraryImage.EntryImage;
import io.github.playlistsync.cli.LibraryImage.PlaylistImage;
import io.github.playlistsync.cli.LibraryImage.TrackImage;
import io.github.playlistsync.simulator.Oddity;
import io.github.playlistsync.simulator.PlaylistView;
import io.github.playlistsync.simulator.SimulatedEntry;
import io.github.playlistsync.simulator.SimulatedTrack;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a complete sync must store of a simulated library. */
final class SimulatorImage {
  private static final Pattern HEX = Pattern.compile("&#x([0-9A-Fa-f]+);");

  private SimulatorImage() {}

  /** The user's library as it is now. */
  static LibraryImage of(SpotifySimulator simulator, String user) {
    Map<String, PlaylistImage> playlists = new LinkedHashMap<>();
    for (PlaylistView view : simulator.world().library(user).playlists()) {
      playlists.put(view.id(), playlist(view));
    }
    return new LibraryImage(playlists);
  }

  /** One playlist as it was at one moment. */
  static PlaylistImage playlist(PlaylistView view) {
    List<EntryImage> entries = new ArrayList<>();
    for (SimulatedEntry entry : view.entries()) {
      entries.add(
          new EntryImage(entries.size(), track(entry), entry.addedAt(), filled(entry.addedBy())));
    }
    int placeholders = (int) entries.stream().filter(entry -> entry.track() == null).count();
    boolean namesOwner = !view.oddities().contains(Oddity.NULL_OWNER_NAME);
    return new PlaylistImage(
        view.oddities().contains(Oddity.EMPTY_NAME) ? "" : view.name(),
        unescaped(filled(view.description())),
        view.visibility().name(),
        view.collaborative(),
        view.ownerId(),
        namesOwner ? view.ownerName() : null,
        view.oddities().contains(Oddity.NULL_IMAGES) ? null : view.imageUrl(),
        entries.size() - placeholders,
        placeholders,
        entries.size(),
        entries);
  }

  private static @Nullable TrackImage track(SimulatedEntry entry) {
    SimulatedTrack track = entry.track();
    if (track == null) {
      return null;
    }
    return switch (entry.kind()) {
      case PLACEHOLDER, NO_TRACK_KEY, UNKNOWN_TYPE -> null;
      case TRACK -> image(track, "TRACK", track.artists(), filled(track.album()));
      case LOCAL -> image(track, "LOCAL", track.artists(), filled(track.album()));
      case EPISODE -> image(track, "EPISODE", List.of(track.album()), null);
    };
  }

  private static TrackImage image(
      SimulatedTrack track, String kind, List<String> artists, @Nullable String album) {
    return new TrackImage(
        track.uri(),
        kind,
        track.id(),
        track.name(),
        artists,
        album,
        track.imageUrl(),
        track.durationMs(),
        track.explicit(),
        track.isrc());
  }

  private static @Nullable String filled(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable String unescaped(@Nullable String html) {
    if (html == null) {
      return null;
    }
    String text =
        HEX.matcher(html)
            .replaceAll(
                match ->
                    java.util.regex.Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(match.group(1), 16))));
    return text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
