package io.github.playlistsync.cli;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.settings.LibraryRules;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The playlists of a library that are synced. */
final class RulesOptions {
  @Option(
      names = "--liked",
      description = "also the user's Liked Songs; the token needs the scope user-library-read")
  private boolean liked;

  @Option(names = "--owned-only", description = "leave out the playlists of others")
  private boolean ownedOnly;

  @Option(
      names = "--include",
      paramLabel = "ID",
      split = ",",
      converter = Ids.Playlist.class,
      description = "only this playlist of the library; may be given several times")
  private Set<PlaylistId> include = new HashSet<>();

  @Option(
      names = "--exclude",
      paramLabel = "ID",
      split = ",",
      converter = Ids.Playlist.class,
      description = "never this playlist of the library; may be given several times")
  private Set<PlaylistId> exclude = new HashSet<>();

  @Option(
      names = "--name-matches",
      paramLabel = "REGEX",
      description = "only playlists whose whole name matches")
  private @Nullable Pattern names;

  LibraryRules rules() {
    return new LibraryRules(ownedOnly, include, exclude, names, liked);
  }

  /** Whether any is given. */
  boolean areGiven() {
    return !rules().equals(LibraryRules.defaults());
  }
}
