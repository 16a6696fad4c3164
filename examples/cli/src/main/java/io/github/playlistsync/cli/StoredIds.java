package io.github.playlistsync.cli;

import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.model.PlaylistId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Lists all stored playlists, whoever has them; the engine has no such question. */
final class StoredIds {
  private StoredIds() {}

  static List<PlaylistId> all(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from sync_playlist order by name, id")) {
      List<PlaylistId> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(PlaylistId.of(rows.getString(1)));
      }
      return ids;
    } catch (SQLException e) {
      throw new StoreUnavailableException("the stored playlists could not be read", e);
    }
  }
}
