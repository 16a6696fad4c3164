package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script compiles, uses only the globals that Redis gives to scripts, and sets none. */
class ScriptsTest {
  private static final Set<String> GLOBALS =
      Set.of(
          "KEYS",
          "ARGV",
          "redis",
          "math",
          "string",
          "table",
          "ipairs",
          "pairs",
          "pcall",
          "tonumber",
          "tostring",
          "type",
          "unpack");

  /** Compiles a script without running it. */
  private static final String COMPILER =
      "local f, problem = loadstring(ARGV[1]) return f and string.dump(f) or problem";

  private static final byte[] HEADER = {0x1b, 'L', 'u', 'a', 0x51};
  private static final int MOST_LINES = 200;

  static List<Script> scripts() {
    return Scripts.ALL;
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void aScriptCompilesAndKnowsItsNames(Script script) {
    assertThat(globals(script.source())).as(script.name()).isSubsetOf(GLOBALS);
  }

  @Test
  void anUnknownNameIsSeenWhereverItStands() {
    assertThat(globals("local function f() return {function() return wrong(1) end} end"))
        .contains("wrong");
    assertThat(globals("local a = KEYS[1] b = a")).contains("KEYS", "= b");
  }

  @Test
  void noFileIsLong() throws IOException, URISyntaxException {
    Path folder = Path.of(Script.class.getResource("state.lua").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".lua")).toList()) {
        assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThanOrEqualTo(MOST_LINES);
      }
    }
  }

  /** The globals that a script reads, and, behind an equals sign, those that it sets. */
  private static Set<String> globals(String source) {
    try (StatefulRedisConnection<byte[], byte[]> connection =
        RedisServers.client().connect(ByteArrayCodec.INSTANCE)) {
      byte[] compiled =
          connection
              .sync()
              .eval(
                  COMPILER,
                  ScriptOutputType.VALUE,
                  new byte[0][],
                  source.getBytes(StandardCharsets.UTF_8));
      assertThat(compiled)
          .as(() -> new String(compiled, StandardCharsets.UTF_8))
          .startsWith(HEADER);
      return new Bytecode(compiled).globals();
    }
  }

  /** Reads what the compiler of Lua 5.1 writes on a machine with 64 bits. */
  private static final class Bytecode {
    private static final int HEADER_SIZE = 12;
    private static final int GET_GLOBAL = 5;
    private static final int SET_GLOBAL = 7;

    private final ByteBuffer bytes;
    private final Set<String> globals = new TreeSet<>();

    Bytecode(byte[] compiled) {
      bytes = ByteBuffer.wrap(compiled).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_SIZE);
    }

    Set<String> globals() {
      function();
      return globals;
    }

    private void function() {
      string();
      skip(4 + 4 + 4);
      int[] instructions = new int[bytes.getInt()];
      for (int i = 0; i < instructions.length; i++) {
        instructions[i] = bytes.getInt();
      }
      List<String> constants = new ArrayList<>();
      for (int i = bytes.getInt(); i > 0; i--) {
        constants.add(constant());
      }
      for (int instruction : instructions) {
        int operation = instruction & 0x3f;
        if (operation == GET_GLOBAL) {
          globals.add(constants.get(instruction >>> 14));
        } else if (operation == SET_GLOBAL) {
          globals.add("= " + constants.get(instruction >>> 14));
        }
      }
      for (int i = bytes.getInt(); i > 0; i--) {
        function();
      }
      skip(4 * bytes.getInt());
      for (int i = bytes.getInt(); i > 0; i--) {
        string();
        skip(4 + 4);
      }
      for (int i = bytes.getInt(); i > 0; i--) {
        string();
      }
    }

    private String constant() {
      int type = bytes.get();
      switch (type) {
        case 1 -> skip(1);
        case 3 -> skip(8);
        case 4 -> {
          return string();
        }
        default -> assertThat(type).as("type of a constant").isZero();
      }
      return "";
    }

    private String string() {
      byte[] text = new byte[(int) bytes.getLong()];
      bytes.get(text);
      return text.length == 0 ? "" : new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
    }

    private void skip(int count) {
      bytes.position(bytes.position() + count);
    }
  }
}
