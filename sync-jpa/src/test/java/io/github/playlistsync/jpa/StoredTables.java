package io.github.playlistsync.jpa;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All rows as the database has them, in two parts that different transactions write.
 *
 * @param playlists playlists, items, tracks, revisions and library entries
 * @param users the users' rows
 */
record StoredTables(List<String> playlists, List<String> users) {
  private static final List<String> PLAYLISTS =
      List.of(
          "sync_playlist",
          "sync_playlist_item",
          "sync_track",
          "sync_revision",
          "sync_library_entry");

  static StoredTables read(Connection connection) throws SQLException {
    return new StoredTables(rows(connection, PLAYLISTS), rows(connection, List.of("sync_user")));
  }

  private static List<String> rows(Connection connection, List<String> tables) throws SQLException {
    String sql =
        tables.stream()
            .map("(select '%1$s' || t::text from %1$s t order by 1)"::formatted)
            .collect(Collectors.joining(" union all "));
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
