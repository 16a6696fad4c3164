package io.github.playlistsync.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The databases whose drivers come with the program. */
enum DatabaseKind {
  /** In a file, in memory or on a server. */
  H2("jdbc:h2:", "org.h2.Driver"),
  /** A server. */
  POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver"),
  /** A server. */
  MARIADB("jdbc:mariadb:", "org.mariadb.jdbc.Driver");

  private static final String CONNECT_SECONDS = "5";
  private static final String ANSWER_SECONDS = "60";
  private static final int MOST_CONNECTIONS = 100;

  private final String prefix;
  private final String driver;

  DatabaseKind(String prefix, String driver) {
    this.prefix = prefix;
    this.driver = driver;
  }

  static Optional<DatabaseKind> of(String url) {
    for (DatabaseKind kind : values()) {
      if (url.startsWith(kind.prefix)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The class of the driver, named because a build tool's class loader hides services. */
  String driver() {
    return driver;
  }

  /** The default account; null to leave it to the driver. */
  @Nullable String usualUser(String url) {
    return this == H2 && !url.toUpperCase(Locale.ROOT).contains(";USER=") ? "sa" : null;
  }

  /** The address that the driver gets. */
  String prepared(String url, boolean mayCreate) {
    if (this != H2) {
      return url;
    }
    String upper = url.toUpperCase(Locale.ROOT);
    // On a signal, H2 would close the database under the running command.
    String stays = upper.contains(";DB_CLOSE_ON_EXIT=") ? "" : ";DB_CLOSE_ON_EXIT=FALSE";
    String exists = mayCreate || upper.contains(";IFEXISTS=") ? "" : ";IFEXISTS=TRUE";
    // Otherwise it writes every error, even an expected one, to a file next to its own.
    String silent = upper.contains(";TRACE_LEVEL_FILE=") ? "" : ";TRACE_LEVEL_FILE=0";
    return url + stays + exists + silent;
  }

  /**
   * The most connections at once. With H2 it is one: if the process is killed while several
   * transactions write its file, indexes may no longer match their tables.
   */
  int mostConnections() {
    return this == H2 ? 1 : MOST_CONNECTIONS;
  }

  /** Limits how long to wait for the server; the address overrides them. */
  Properties limits() {
    Properties limits = new Properties();
    if (this == POSTGRESQL) {
      limits.putAll(
          Map.of(
              "connectTimeout",
              CONNECT_SECONDS,
              "loginTimeout",
              CONNECT_SECONDS,
              "socketTimeout",
              ANSWER_SECONDS,
              "tcpKeepAlive",
              "true",
              "ApplicationName",
              "playlist-sync"));
    } else if (this == MARIADB) {
      limits.putAll(
          Map.of(
              "connectTimeout",
              CONNECT_SECONDS + "000",
              "socketTimeout",
              ANSWER_SECONDS + "000",
              "tcpKeepAlive",
              "true"));
    }
    return limits;
  }
}
