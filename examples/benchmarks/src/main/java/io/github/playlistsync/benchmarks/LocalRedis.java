package io.github.playlistsync.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import redis.embedded.RedisExecProvider;

/** A Redis on the loopback interface that keeps nothing; it ends when this JVM does. */
final class LocalRedis implements AutoCloseable {
  private static final String WATCHDOG =
      "\"$@\" </dev/null >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null";

  private final Process watchdog;
  private final int port;

  LocalRedis() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    File binary = RedisExecProvider.defaultProvider().get();
    // It was unpacked into a folder of its own; what is named last is deleted first.
    binary.getParentFile().deleteOnExit();
    binary.deleteOnExit();
    File folder = Files.createTempDirectory("redis").toFile();
    folder.deleteOnExit();
    watchdog =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    WATCHDOG,
                    "watchdog",
                    binary.getAbsolutePath(),
                    "--port",
                    "" + port,
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--dir",
                    folder.getAbsolutePath()))
            .start();
    new BufferedReader(new InputStreamReader(watchdog.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    watchdog.getOutputStream().close();
  }
}
