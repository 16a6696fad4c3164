package io.github.playlistsync.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user as {@link WorldState} keeps it: touched only under its lock. */
final class StoredUser {

  String displayName;

  /** The ids in the order of the user's list, which may hold nulls. */
  final List<@Nullable String> playlists = new ArrayList<>();

  /** Newest first. */
  final List<LikedTrack> liked = new ArrayList<>();

  StoredUser(String displayName) {
    this.displayName = displayName;
  }
}
