package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Edits one playlist. Each call is one step that moves the snapshot once, unless it says otherwise.
 * Positions count from 0; one outside the playlist is refused with {@link
 * IndexOutOfBoundsException} and changes nothing.
 */
public final class PlaylistEditor {

  private final World world;
  private final String playlistId;

  PlaylistEditor(World world, String playlistId) {
    this.world = world;
    this.playlistId = playlistId;
  }

  /**
   * Inserts rows.
   *
   * @param position where the first of them will stand
   * @param rows the rows
   * @return this
   */
  public PlaylistEditor add(int position, List<SimulatedEntry> rows) {
    List<SimulatedEntry> copy = List.copyOf(rows);
    return editRows(entries -> entries.addAll(position, copy));
  }

  /**
   * Inserts rows.
   *
   * @param position where the first of them will stand
   * @param rows the rows
   * @return this
   */
  public PlaylistEditor add(int position, SimulatedEntry... rows) {
    return add(position, List.of(rows));
  }

  /**
   * Adds rows at the end.
   *
   * @param rows the rows
   * @return this
   */
  public PlaylistEditor append(List<SimulatedEntry> rows) {
    List<SimulatedEntry> copy = List.copyOf(rows);
    return editRows(entries -> entries.addAll(copy));
  }

  /**
   * Removes rows that stand beside each other.
   *
   * @param position the first of them
   * @param count how many
   * @return this
   */
  public PlaylistEditor remove(int position, int count) {
    return editRows(
        entries -> {
          Objects.checkFromIndexSize(position, count, entries.size());
          entries.subList(position, position + count).clear();
        });
  }

  /**
   * Moves one row.
   *
   * @param from where it stands
   * @param to where it stands afterwards
   * @return this
   */
  public PlaylistEditor move(int from, int to) {
    return editRows(entries -> entries.add(to, entries.remove(from)));
  }

  /**
   * Replaces all rows in one edit.
   *
   * @param rows the rows
   * @return this
   */
  public PlaylistEditor replaceAll(List<SimulatedEntry> rows) {
    List<SimulatedEntry> copy = List.copyOf(rows);
    return edit(playlist -> playlist.entries = copy);
  }

  /**
   * Removes all rows.
   *
   * @return this
   */
  public PlaylistEditor clear() {
    return replaceAll(List.of());
  }

  /**
   * Gives it another name.
   *
   * @param name the name
   * @return this
   */
  public PlaylistEditor rename(String name) {
    requireNonNull(name, "name");
    return edit(playlist -> playlist.name = name);
  }

  /**
   * Gives it another description.
   *
   * @param description the text as the API will send it, so escaped once; null for none
   * @return this
   */
  public PlaylistEditor describe(@Nullable String description) {
    return edit(playlist -> playlist.description = description);
  }

  /**
   * Makes it public, private or neither.
   *
   * @param visibility which
   * @return this
   */
  public PlaylistEditor setVisibility(Visibility visibility) {
    requireNonNull(visibility, "visibility");
    return edit(playlist -> playlist.visibility = visibility);
  }

  /**
   * Makes it collaborative or not.
   *
   * @param collaborative whether
   * @return this
   */
  public PlaylistEditor setCollaborative(boolean collaborative) {
    return edit(playlist -> playlist.collaborative = collaborative);
  }

  /**
   * Lets a user edit it, so that apps in new development mode may read its contents as that user.
   *
   * @param userId the user
   * @return this
   */
  public PlaylistEditor addCollaborator(String userId) {
    requireNonNull(userId, "userId");
    return edit(playlist -> playlist.collaborators.add(userId));
  }

  /**
   * Gives it another cover.
   *
   * @param url the address, null for none
   * @return this
   */
  public PlaylistEditor setCover(@Nullable String url) {
    return edit(playlist -> playlist.imageUrl = url);
  }

  /**
   * Gives the cover a new address as expiring addresses get one: no edit, the snapshot stays.
   *
   * @param url the address
   * @return this
   */
  public PlaylistEditor refreshCoverAddress(String url) {
    requireNonNull(url, "url");
    return set(playlist -> playlist.imageUrl = url);
  }

  /**
   * Sets how its JSON is odd, in place of what was set before. The snapshot stays.
   *
   * @param oddities the oddities, none for an ordinary playlist
   * @return this
   */
  public PlaylistEditor setOddities(Oddity... oddities) {
    List<Oddity> copy = List.of(oddities);
    return set(
        playlist -> {
          playlist.oddities.clear();
          playlist.oddities.addAll(copy);
        });
  }

  /**
   * Sets how its snapshot behaves from now on. The snapshot itself stays.
   *
   * @param behaviour how
   * @return this
   */
  public PlaylistEditor setSnapshotBehaviour(SnapshotBehaviour behaviour) {
    requireNonNull(behaviour, "behaviour");
    return set(playlist -> playlist.behaviour = behaviour);
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
    world.change(playlistId, change, true);
    return this;
  }

  private PlaylistEditor set(Consumer<StoredPlaylist> change) {
    world.change(playlistId, change, false);
    return this;
  }
}
