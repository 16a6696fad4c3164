package io.github.playlistsync.cli;

import io.github.playlistsync.error.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the copy is kept. */
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

  @Option(names = "--db-user", paramLabel = "U", description = "who connects to the database")
  private @Nullable String user;

  @Option(
      names = "--db-password",
      paramLabel = "P",
      description =
          "what opens the database; better given in the environment variable "
              + PASSWORD_VARIABLE
              + ", which the list of processes does not show")
  private @Nullable String password;

  /**
   * Opens the database, and makes what is missing of it.
   *
   * @throws ParameterException if the address is none
   * @throws io.github.playlistsync.error.SyncException if it cannot be reached or used
   */
  Database openOrCreate() {
    return openOrCreate(Database.USUAL_CONNECTIONS);
  }

  /**
   * The same, for so many who use it at once.
   *
   * @throws ParameterException if the address is none
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
   * Opens a database that is there.
   *
   * @throws ParameterException if the address is none
   * @throws io.github.playlistsync.error.SyncException if it cannot be reached or used
   */
  Database open() {
    return Database.open(address(), false, Database.USUAL_CONNECTIONS);
  }

  /** Whether one is named. */
  boolean isGiven() {
    return url != null;
  }

  /**
   * The address that is given, or the usual one.
   *
   * @throws ParameterException if it is none
   */
  DatabaseAddress address() {
    if (url == null) {
      return new DatabaseAddress(
          DatabaseKind.H2, "jdbc:h2:file:" + folder().resolve("library"), "sa", null);
    }
    String secret = password == null ? System.getenv(PASSWORD_VARIABLE) : password;
    try {
      return DatabaseAddress.parse(url, user, secret);
    } catch (IllegalArgumentException none) {
      throw new ParameterException(
          Objects.requireNonNull(command, "command").commandLine(), "--db: " + none.getMessage());
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
          "the folder " + folder + " cannot be made: " + e.getClass().getSimpleName(), e);
    }
  }
}
