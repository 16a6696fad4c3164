package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Edits one playlist. Each call is one step and moves the snapshot once, unless its documentation
 * says otherwise. Positions count from 0; one outside the playlist changes nothing and causes an
 * {@link IndexOutOfBoundsException}.
 */
public final class PlaylistEditor {

  private final WorldState state;
  private final String playlistId;

  PlaylistEditor(WorldState state, String playlistId) {
    this.state = state;
    this.playlistId = playlistId;
  }

  /** Inserts rows; the first of them gets the given position. */
  public PlaylistEditor add(int position, List<SimulatedEntry> rows) {
    List<SimulatedEntry> copy = List.copyOf(rows);
    return editRows(entries -> entries.addAll(position, copy));
  }

  /** Inserts rows; the first of them gets the given position. */
  public PlaylistEditor add(int position, SimulatedEntry... rows) {
    return add(position, List.of(rows));
  }

  /** Appends rows. */
  public PlaylistEditor append(List<SimulatedEntry> rows) {
    List<SimulatedEntry> copy = List.copyOf(rows);
    return editRows(entries -> entries.addAll(copy));
  }

  /** Removes consecutive rows. */
  public PlaylistEditor remove(int position, int count) {
    return editRows(
        entries -> {
          Objects.checkFromIndexSize(position, count, entries.size());
          entries.subList(position, position + count).clear();
        });
  }

  /** Moves one row; {@code to} is its new position. */
  public PlaylistEditor move(int from, int to) {
    return editRows(entries -> entries.add(to, entries.remove(from)));
  }

  /** Replaces all rows in one edit. */
  public PlaylistEditor replaceAll(List<SimulatedEntry> rows) {
    List<SimulatedEntry> copy = List.copyOf(rows);
    return edit(playlist -> playlist.entries = copy);
  }

  /** Removes all rows. */
  public PlaylistEditor clear() {
    return replaceAll(List.of());
  }

  /** Renames the playlist. */
  public PlaylistEditor rename(String name) {
    requireNonNull(name, "name");
    return edit(playlist -> playlist.name = name);
  }

  /** Sets the description as the API sends it, so escaped once; null for none. */
  public PlaylistEditor describe(@Nullable String description) {
    return edit(playlist -> playlist.description = description);
  }

  /** Makes the playlist public, private or neither. */
  public PlaylistEditor setVisibility(Visibility visibility) {
    requireNonNull(visibility, "visibility");
    return edit(playlist -> playlist.visibility = visibility);
  }

  /** Makes the playlist collaborative or not. */
  public PlaylistEditor setCollaborative(boolean collaborative) {
    return edit(playlist -> playlist.collaborative = collaborative);
  }

  /**
   * Makes a user a collaborator: apps in new development mode may then read the contents as that
   * user.
   */
  public PlaylistEditor addCollaborator(String userId) {
    requireNonNull(userId, "userId");
    return edit(playlist -> playlist.collaborators.add(userId));
  }

  /** Sets the address of the cover; null for none. */
  public PlaylistEditor setCover(@Nullable String url) {
    return edit(playlist -> playlist.imageUrl = url);
  }

  /** Renews the address of the cover, as Spotify does when one expires. The snapshot stays. */
  public PlaylistEditor refreshCoverAddress(String url) {
    requireNonNull(url, "url");
    return set(playlist -> playlist.imageUrl = url);
  }

  /**
   * Replaces the oddities of the playlist's JSON; without any it is ordinary. The snapshot stays.
   */
  public PlaylistEditor setOddities(Oddity... oddities) {
    List<Oddity> copy = List.of(oddities);
    return set(
        playlist -> {
          playlist.oddities.clear();
          playlist.oddities.addAll(copy);
        });
  }

  /** Sets how the snapshot behaves from now on. The snapshot itself stays. */
  public PlaylistEditor setSnapshotBehavior(SnapshotBehavior behavior) {
    requireNonNull(behavior, "behavior");
    return set(playlist -> playlist.behavior = behavior);
  }

  private PlaylistEditor editRows(Consumer<List<SimulatedEntry>> change) {
    return edit(
        playlist -> {
          List<SimulatedEntry> entries = new ArrayList<>(playlist.entries);
          change.accept(entries);
          playlist.entries = List.copyOf(entries);
        });
  }

  private PlaylistEditor edit(Consumer<StoredPlaylist> change) {
    state.run(() -> state.edit(playlistId, change));
    return this;
  }

  private PlaylistEditor set(Consumer<StoredPlaylist> change) {
    state.run(() -> change.accept(state.playlist(playlistId)));
    return this;
  }
}
