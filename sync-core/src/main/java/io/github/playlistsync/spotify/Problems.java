package io.github.playlistsync.spotify;

import java.util.ArrayList;
import java.util.List;

/** What was missing or odd in an answer, each with the place where it was. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String where, String what) {
    found.add(where + ": " + what);
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
