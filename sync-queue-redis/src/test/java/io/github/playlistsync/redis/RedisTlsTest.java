package io.github.playlistsync.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.QueueUnavailableException;
import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.queue.JobLease;
import io.github.playlistsync.spi.queue.JobQueue;
import io.github.playlistsync.testing.redis.RedisServers;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's client may use TLS; here a proxy ends it before a Redis without TLS. */
class RedisTlsTest {
  private static final String PASSWORD = "changeit";
  @TempDir private static Path folder;
  private static Path keys;
  private static SSLContext context;

  @BeforeAll
  static void makeACertificate() throws Exception {
    keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
  }

  @Test
  void jobsAreServedOverTls() throws Exception {
    try (CuttingProxy proxy = tlsProxy();
        RedisClient client = RedisClient.create(uri(proxy))) {
      client.setOptions(
          ClientOptions.builder()
              .sslOptions(SslOptions.builder().truststore(keys.toFile(), PASSWORD).build())
              .build());
      try (JobQueue queue = RedisJobQueue.builder(client).prefix("tls").build()) {
        JobId job = queue.enqueue(JobSpec.user(UserId.of("alice")), Priority.NORMAL);

        List<JobLease> leases = queue.exchange("w", List.of(), 1, Duration.ofSeconds(20)).leases();

        assertThat(leases).extracting(JobLease::job).containsExactly(job);
      }
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() {
    try (CuttingProxy proxy = tlsProxy();
        RedisClient client = RedisClient.create(uri(proxy))) {
      assertThatThrownBy(() -> RedisJobQueue.create(client))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageStartingWith("cannot connect to Redis")
          .hasStackTraceContaining("certificat");
    }
  }

  private static CuttingProxy tlsProxy() {
    return CuttingProxy.before(RedisServers.server(), context.getServerSocketFactory());
  }

  private static RedisURI uri(CuttingProxy proxy) {
    return RedisURI.create("rediss://127.0.0.1:" + proxy.port());
  }
}
