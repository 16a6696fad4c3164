package io.github.playlistsync.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Lua script of the library.
 *
 * @param name its purpose, for messages
 * @param source its text
 * @param digest the SHA-1 by which Redis knows a script that it has run before
 */
record Script(String name, String source, String digest) {

  /**
   * Reads a script of the queue, with all that it shares with the others.
   *
   * <p>The shared parts stand in nested functions, since Lua allows a function only so many local
   * variables, and reads those of an outer function cheaply.
   *
   * @param parts scripts whose functions it calls
   */
  static Script ofQueue(String name, String... parts) {
    return of(
        name,
        read("state")
            + "local function main()\n"
            + read("queue")
            + "local made\nlocal function jobs()\nmade = made or (function()\n"
            + read("jobs")
            + "end)()\nreturn made\nend\n"
            + "local function own()\n"
            + Stream.of(parts).map(Script::read).collect(Collectors.joining())
            + read(name)
            + "end\nreturn own()\nend\nreturn main()\n");
  }

  /** Reads a script that shares nothing with others. */
  static Script alone(String name) {
    return of(name, read(name));
  }

  private static Script of(String name, String source) {
    return new Script(name, source, sha1(source));
  }

  private static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("script " + name + ".lua is missing from the library");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read script " + name + ".lua", e);
    }
  }

  private static String sha1(String source) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }
}
