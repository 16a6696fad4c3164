package io.github.playlistsync.model;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a playlist: Spotify's own (22 letters and digits), or the one that stands for a user's
 * Liked Songs, to which Spotify gives no id.
 *
 * @param value a Spotify id of 1 to 100 letters, digits, {@code _} and {@code -}, or {@code liked:}
 *     followed by a user id
 */
public record PlaylistId(String value) implements Comparable<PlaylistId> {
  private static final Pattern SPOTIFY_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern URI_FORM =
      Pattern.compile("spotify:(?:user:[^:]+:)?playlist:([A-Za-z0-9_-]{1,100})");
  private static final Pattern URL_FORM =
      Pattern.compile(
          "https?://open\\.spotify\\.com/(?:intl-[a-z]+/)?(?:user/[^/]+/)?playlist/([A-Za-z0-9_-]{1,100})/?(?:\\?.*)?");
  private static final String LIKED_PREFIX = "liked:";
  private static final String SPOTIFYS_PREFIX = "37i9dQZ";

  /**
   * Checks the id.
   *
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if {@code value} is neither of the two forms
   */
  public PlaylistId {
    Objects.requireNonNull(value, "playlist id");
    if (value.startsWith(LIKED_PREFIX)) {
      UserId.of(value.substring(LIKED_PREFIX.length()));
    } else if (!SPOTIFY_ID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "playlist id '"
              + Text.printable(value)
              + "' is invalid; expected Spotify's id, such as 37i9dQZF1DXcBWIGoYBM5M");
    }
  }

  /**
   * Returns the id with the given text.
   *
   * @throws IllegalArgumentException if {@code value} is neither of the two forms
   */
  public static PlaylistId of(String value) {
    return new PlaylistId(value);
  }

  /**
   * Parses what people copy out of Spotify: an id, a {@code spotify:playlist:} URI or the address
   * of a playlist's page.
   *
   * @throws IllegalArgumentException if {@code text} is none of these
   */
  public static PlaylistId parse(String text) {
    Objects.requireNonNull(text, "playlist id");
    String trimmed = text.strip();
    for (Pattern form : new Pattern[] {URI_FORM, URL_FORM}) {
      Matcher matcher = form.matcher(trimmed);
      if (matcher.matches()) {
        return new PlaylistId(matcher.group(1));
      }
    }
    return new PlaylistId(trimmed);
  }

  /** Returns the id that stands for the Liked Songs of {@code user}. */
  public static PlaylistId likedSongs(UserId user) {
    return new PlaylistId(LIKED_PREFIX + user.value());
  }

  /** Whether this stands for a user's Liked Songs. */
  public boolean isLikedSongs() {
    return value.startsWith(LIKED_PREFIX);
  }

  /** Whether this is one of the ids that Spotify gives the lists that it makes itself. */
  public boolean isSpotifys() {
    return value.startsWith(SPOTIFYS_PREFIX);
  }

  /**
   * Checks that this is not the Liked Songs of somebody else: Spotify gives them to their user
   * only.
   *
   * @throws IllegalArgumentException if it is
   */
  public void requireReadableBy(UserId user) {
    if (isLikedSongs() && !equals(likedSongs(user))) {
      throw new IllegalArgumentException(
          "playlist is %s; user %s can sync no Liked Songs but their own".formatted(this, user));
    }
  }

  @Override
  public int compareTo(PlaylistId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
