package io.github.playlistsync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.playlistsync.cli.LibraryImage.EntryImage;
import io.github.playlistsync.cli.LibraryImage.PlaylistImage;
import io.github.playlistsync.cli.LibraryImage.TrackImage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a library from the database with plain SQL, as a host without the engine would. */
final class DatabaseImage {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String PLAYLISTS =
      """
      select p.id, p.name, p.description, p.visibility, p.collaborative, p.owner_id, p.owner_name,
             p.image_url, p.track_count, p.placeholders, p.remote_total
      from sync_library_entry e join sync_playlist p on p.id = e.playlist_id
      where e.user_id = ? and e.gone_since is null and e.position is not null
      order by e.position
      """;

  /**
   * The content of all playlists. H2 computes the whole view for each id that it looks up there, so
   * that it is read once.
   */
  private static final String CONTENT =
      """
      select c.playlist_id, c.position, c.uri, c.kind, t.spotify_id, c.title, c.artists, c.album,
             t.album_image_url, t.duration_ms, t.explicit, t.isrc, c.added_at, c.added_by
      from sync_playlist_content c left join sync_track t on t.uri = c.uri
      where exists (select 1 from sync_library_entry e
                    where e.playlist_id = c.playlist_id and e.user_id = ?)
      order by c.playlist_id, c.position
      """;

  private DatabaseImage() {}

  /** The playlists in a user's list. */
  static LibraryImage read(Connection connection, String user) throws SQLException {
    Map<String, List<EntryImage>> entries = entries(connection, user);
    Map<String, PlaylistImage> playlists = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PLAYLISTS)) {
      statement.setString(1, user);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String id = row.getString(1);
          playlists.put(id, playlist(row, entries.getOrDefault(id, List.of())));
        }
      }
    }
    return new LibraryImage(playlists);
  }

  private static PlaylistImage playlist(ResultSet row, List<EntryImage> entries)
      throws SQLException {
    return new PlaylistImage(
        row.getString("name"),
        row.getString("description"),
        row.getString("visibility"),
        row.getBoolean("collaborative"),
        row.getString("owner_id"),
        row.getString("owner_name"),
        row.getString("image_url"),
        row.getInt("track_count"),
        row.getInt("placeholders"),
        row.getInt("remote_total"),
        entries);
  }

  private static Map<String, List<EntryImage>> entries(Connection connection, String user)
      throws SQLException {
    Map<String, List<EntryImage>> entries = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(CONTENT)) {
      statement.setString(1, user);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          entries
              .computeIfAbsent(row.getString("playlist_id"), id -> new ArrayList<>())
              .add(
                  new EntryImage(
                      row.getInt("position"),
                      track(row),
                      instant(row.getObject("added_at", OffsetDateTime.class)),
                      row.getString("added_by")));
        }
      }
    }
    return entries;
  }

  private static @Nullable TrackImage track(ResultSet row) throws SQLException {
    String uri = row.getString("uri");
    if (uri == null) {
      return null;
    }
    return new TrackImage(
        uri,
        row.getString("kind"),
        row.getString("spotify_id"),
        row.getString("title"),
        names(row.getString("artists")),
        row.getString("album"),
        row.getString("album_image_url"),
        row.getObject("duration_ms", Long.class),
        row.getObject("explicit", Boolean.class),
        row.getString("isrc"));
  }

  private static List<String> names(String json) {
    try {
      return List.copyOf(MAPPER.readValue(json, new TypeReference<List<String>>() {}));
    } catch (JsonProcessingException e) {
      return List.of("not JSON: " + Objects.requireNonNullElse(json, "null"));
    }
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
