package io.github.playlistsync.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that comes with the library.
 *
 * @param name what it does, for messages
 * @param source its text
 * @param digest by which Redis knows it once it has seen it
 */
record Script(String name, String source, String digest) {

  /** The script of that name for the queue, put together with what it shares with others. */
  static Script ofQueue(String name) {
    return of(
        name,
        read("state")
            + "local function main()\n"
            + read("queue")
            + "local made\nlocal function jobs()\nmade = made or (function()\n"
            + read("jobs")
            + "end)()\nreturn made\nend\n"
            + "local function own()\n"
            + read(name)
            + "end\nreturn own()\nend\nreturn main()\n");
  }

  /** The script of that name, which shares nothing. */
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
