package io.github.playlistsync.spotify;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was missing or odd in an answer, each with the place where it was. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(Problem.Code code, Place where, String what) {
    found.add(new Problem(code, where.playlist(), where.position(), where.name() + ": " + what));
  }

  List<Problem> found() {
    return List.copyOf(found);
  }

  /**
   * A place in an answer.
   *
   * @param name what sentences call it
   */
  record Place(String name, @Nullable PlaylistId playlist, @Nullable Integer position) {
    static final Place PAGE = new Place("page", null, null);
    static final Place PLAYLIST = new Place("playlist", null, null);

    static Place item(int position) {
      return new Place("item " + position, null, position);
    }

    static Place entry(int position) {
      return new Place("entry " + position, null, position);
    }

    /** The same entry, once its playlist is known. */
    Place of(PlaylistId id) {
      return new Place(name + " (" + id + ")", id, position);
    }
  }
}
