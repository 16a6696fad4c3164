package io.github.playlistsync.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a playlist.
 *
 * @param id its id
 * @param name its name; empty where Spotify gives none
 * @param description the description as its author wrote it, not HTML-escaped; null for none
 * @param visibility the {@code public} field
 * @param collaborative whether others may edit it
 * @param ownerId the owner's user id; null where Spotify does not give it
 * @param ownerName the owner's display name; null where Spotify does not give it
 * @param imageUrl the address of the cover; null for none. It expires within a day, so a different
 *     address alone is no change
 */
public record Playlist(
    PlaylistId id,
    String name,
    @Nullable String description,
    Visibility visibility,
    boolean collaborative,
    @Nullable String ownerId,
    @Nullable String ownerName,
    @Nullable String imageUrl) {
  private static final String SPOTIFY = "spotify";

  /**
   * Checks the parts.
   *
   * @throws NullPointerException if a part that must be there is null
   */
  public Playlist {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(visibility, "visibility");
  }

  /** Returns this playlist with another visibility. */
  public Playlist withVisibility(Visibility other) {
    return new Playlist(id, name, description, other, collaborative, ownerId, ownerName, imageUrl);
  }

  /** Returns this playlist with another cover address. */
  public Playlist withImageUrl(@Nullable String other) {
    return new Playlist(
        id, name, description, visibility, collaborative, ownerId, ownerName, other);
  }

  /**
   * Whether Spotify itself makes it, for everybody or for one listener. The snapshot of such a list
   * may move with every call, and may stand still although the items changed.
   */
  public boolean isSpotifys() {
    return SPOTIFY.equals(ownerId) || id.isSpotifys();
  }

  /** Whether {@code user} owns it. */
  public boolean isOwnedBy(UserId user) {
    return user.value().equals(ownerId);
  }
}
