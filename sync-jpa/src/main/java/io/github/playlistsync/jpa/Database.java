package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The databases that schema scripts are there for. */
enum Database {
  H2("H2"),
  POSTGRESQL("PostgreSQL");

  /** In the order of their versions, from 1. */
  static final List<String> SCRIPTS = List.of("V1__playlist_sync.sql", "V2__users_and_feed.sql");

  private final String productName;

  Database(String productName) {
    this.productName = productName;
  }

  static Database of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return Arrays.stream(values())
        .filter(database -> database.productName.equals(product))
        .findFirst()
        .orElseThrow(() -> new StoreException("there is no schema script for " + product));
  }

  /** The folder of the scripts on the class path. */
  String location() {
    return "io/github/playlistsync/jpa/schema/" + name().toLowerCase(Locale.ROOT);
  }

  /** The statements of a script, without comments and semicolons. */
  List<String> statements(String script) {
    StringBuilder sql = new StringBuilder();
    text(script)
        .lines()
        .filter(line -> !line.strip().startsWith("--"))
        .forEach(line -> sql.append(line).append('\n'));
    return Arrays.stream(sql.toString().split(";\n"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private String text(String script) {
    String path = "/" + location() + "/" + script;
    try (InputStream in = Database.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new StoreException("the schema script " + path + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + path, e);
    }
  }
}
