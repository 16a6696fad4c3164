package io.github.playlistsync.cli;

import io.github.playlistsync.error.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The database that holds the copy. */
final class DatabaseOptions {
  private static final String PASSWORD_VARIABLE = "PLAYLIST_SYNC_DB_PASSWORD";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--db",
      paramLabel = "JDBC_URL",
      description = {
        "the database: jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME or jdbc:h2:…",
        "By default H2 in the file ~/.playlist-sync/library.mv.db, user sa without a password"
      })
  private @Nullable String url;

  @Option(
      names = "--db-user",
      paramLabel = "U",
      description = "the account that opens the database")
  private @Nullable String user;

  @Option(
      names = "--db-password",
      paramLabel = "P",
      description =
          "the password of the account; the environment variable "
              + PASSWORD_VARIABLE
              + " is safer, since the process list does not show it")
  private @Nullable String password;

  /**
   * Opens the database, and creates what is missing.
   *
   * @throws WrongUseException if the address is invalid
   * @throws io.github.playlistsync.error.SyncException if it cannot be reached or used
   */
  Database openOrCreate() {
    return openOrCreate(Database.USUAL_CONNECTIONS);
  }

  /**
   * The same, with this many connections.
   *
   * @throws WrongUseException if the address is invalid
   * @throws io.github.playlistsync.error.SyncException if it cannot be reached or used
   */
  Database openOrCreate(int connections) {
    DatabaseAddress address = address();
    if (url == null) {
      makeFolder(folder());
    }
    return Database.open(address, true, connections);
  }

  /**
   * Opens an existing database.
   *
   * @throws WrongUseException if the address is invalid
   * @throws io.github.playlistsync.error.SyncException if it cannot be reached or used
   */
  Database open() {
    return Database.open(address(), false, Database.USUAL_CONNECTIONS);
  }

  /** Whether a database is given. */
  boolean isGiven() {
    return url != null;
  }

  /**
   * The given address, or the default.
   *
   * @throws WrongUseException if it is invalid
   */
  DatabaseAddress address() {
    if (url == null) {
      return new DatabaseAddress(
          DatabaseKind.H2, "jdbc:h2:file:" + folder().resolve("library"), "sa", null);
    }
    String secret =
        password == null
            ? PlaylistSyncCommand.environment(command).get(PASSWORD_VARIABLE)
            : password;
    try {
      return DatabaseAddress.parse(url, user, secret);
    } catch (IllegalArgumentException invalid) {
      throw new WrongUseException("--db: " + invalid.getMessage());
    }
  }

  private static Path folder() {
    return Path.of(System.getProperty("user.home"), ".playlist-sync").toAbsolutePath();
  }

  private static void makeFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "the folder " + folder + " cannot be created: " + e.getClass().getSimpleName(), e);
    }
  }
}
