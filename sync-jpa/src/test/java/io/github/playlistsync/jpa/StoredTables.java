package io.github.playlistsync.jpa;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * All rows as the database has them, in two parts that are written by different transactions.
 *
 * @param playlists playlists, items, tracks, revisions and library entries
 * @param users what is known of users
 */
record StoredTables(List<String> playlists, List<String> users) {
  private static final List<String> PLAYLISTS =
      List.of(
          "sync_playlist",
          "sync_playlist_item",
          "sync_track",
          "sync_revision",
          "sync_library_entry");

  static StoredTables read(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      List<String> playlists = new ArrayList<>();
      for (String table : PLAYLISTS) {
        playlists.addAll(rows(connection, table));
      }
      return new StoredTables(playlists, rows(connection, "sync_user"));
    } catch (SQLException e) {
      throw new IllegalStateException("could not read the tables", e);
    }
  }

  private static List<String> rows(Connection connection, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    String sql = "select t::text from %s t order by t::text".formatted(table);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(table + result.getString(1));
      }
    }
    return rows;
  }
}
