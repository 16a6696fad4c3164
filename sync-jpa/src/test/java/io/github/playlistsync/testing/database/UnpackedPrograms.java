package io.github.playlistsync.testing.database;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The programs of a server, unpacked once a machine into the folder for temporary files. */
final class UnpackedPrograms {
  private UnpackedPrograms() {}

  /** Unpacks programs into a folder. */
  @FunctionalInterface
  interface Archive {
    void unpackInto(Path folder) throws IOException;
  }

  /**
   * The folder of the programs, unpacked if it is not there yet.
   *
   * @param server the server with its version, which names the folder
   */
  static Path of(String server, Archive archive) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path folder = temporary.resolve("playlist-sync-" + server);
    if (!Files.isDirectory(folder)) {
      // Moved into place in one step: another process may be unpacking the same.
      Path unpacked = Files.createTempDirectory(temporary, "playlist-sync-");
      archive.unpackInto(unpacked);
      Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
      moveUnlessThere(unpacked, folder);
    }
    return folder;
  }

  private static void moveUnlessThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(to)) {
        throw e;
      }
    }
  }
}
