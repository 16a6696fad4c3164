package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar of each published module serves a program that has nothing but its dependencies. */
class PublishedModulesIT {
  private static final String POM =
      """
      <project>
        <dependencies>
          <dependency>
            <groupId>io.github.playlistsync</groupId>
            <artifactId>%s</artifactId>
          </dependency>
        </dependencies>
      </project>
      """;

  @TempDir private Path folder;

  static Stream<Arguments> programs() {
    return Stream.of(
        Arguments.of(
            "sync-core",
            """
            import io.github.playlistsync.SyncEngine;
            import io.github.playlistsync.memory.InMemoryPlaylistStore;
            import io.github.playlistsync.model.UserId;
            import io.github.playlistsync.spi.spotify.AccessTokens;
            import io.github.playlistsync.spotify.SpotifyWebApi;

            public class Program implements java.util.function.Supplier<String> {
              public String get() {
                try (SpotifyWebApi api = SpotifyWebApi.create(AccessTokens.fixed("token"));
                    SyncEngine engine =
                        SyncEngine.builder()
                            .spotify(api)
                            .store(InMemoryPlaylistStore.create())
                            .build()) {
                  return engine.library(UserId.of("u")).size() + " playlists";
                }
              }
            }
            """,
            "0 playlists"),
        Arguments.of(
            "sync-jpa",
            """
            import io.github.playlistsync.jpa.JpaPlaylistStore;
            import jakarta.persistence.EntityManagerFactory;

            public class Program implements java.util.function.Supplier<String> {
              public String get() {
                EntityManagerFactory factory =
                    (EntityManagerFactory)
                        java.lang.reflect.Proxy.newProxyInstance(
                            Program.class.getClassLoader(),
                            new Class<?>[] {EntityManagerFactory.class},
                            (proxy, method, arguments) -> null);
                return JpaPlaylistStore.create(factory).getClass().getSimpleName();
              }
            }
            """,
            "JpaPlaylistStore"),
        Arguments.of(
            "sync-queue-redis",
            """
            import io.github.playlistsync.error.QueueUnavailableException;
            import io.github.playlistsync.redis.RedisJobQueue;
            import io.lettuce.core.RedisClient;

            public class Program implements java.util.function.Supplier<String> {
              public String get() {
                RedisClient client = RedisClient.create("redis://127.0.0.1:1");
                try (RedisJobQueue queue = RedisJobQueue.create(client)) {
                  return "connected";
                } catch (QueueUnavailableException away) {
                  return "Redis is away";
                } finally {
                  client.shutdown();
                }
              }
            }
            """,
            "Redis is away"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void aProgramRunsOnTheJarAndItsDependencies(String module, String program, String printed)
      throws Exception {
    Path pom = Files.writeString(folder.resolve("pom.xml"), POM.formatted(module));
    compile(program, DeclaredClassPath.toCompile(pom));

    List<URL> classPath = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String entry : DeclaredClassPath.toRun(pom).split(File.pathSeparator, -1)) {
      assertThat(entry).endsWith(".jar");
      classPath.add(Path.of(entry).toUri().toURL());
    }
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      // Lettuce would otherwise find its classes on this test's class path too.
      Thread.currentThread().setContextClassLoader(loader);
      Object compiled = loader.loadClass("Program").getConstructor().newInstance();
      assertThat(((Supplier<?>) compiled).get()).isEqualTo(printed);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private void compile(String program, String classPath) throws IOException {
    Path file = Files.writeString(folder.resolve("Program.java"), program);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, errors, errors, "-proc:none", "-cp", classPath, "-d", "" + folder, "" + file);
    assertThat(result).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }
}
