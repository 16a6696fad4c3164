package io.github.playlistsync.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Lua script of the library.
 *
 * @param name its purpose, for messages
 * @param source its text
 * @param digest the SHA-1 by which Redis knows a script that it has run before
 */
record Script(String name, String source, String digest) {
  private Script(String name, String source) {
    this(name, source, sha1(source));
  }

  /** Reads a script that stands behind parts whose functions it calls, in this order. */
  static Script of(String name, List<String> parts) {
    return new Script(
        name, parts.stream().map(Script::read).collect(Collectors.joining()) + read(name));
  }

  /** Reads a script that shares nothing with others. */
  static Script alone(String name) {
    return of(name, List.of());
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
