package io.github.playlistsync.testing.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The servers that all tests of a JVM share, and that end with it. */
public final class RedisServers {
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;

  /** Lettuce waits up to 30 seconds between its attempts to reconnect. */
  private static final ClientResources QUICK =
      ClientResources.builder().reconnectDelay(Delay.constant(Duration.ofMillis(20))).build();

  private static RedisServer server;
  private static RedisClient client;
  private static RedisClusterClient cluster;
  private static final List<RedisServer> masters = new ArrayList<>();

  private RedisServers() {}

  /** Makes a client that reconnects quickly. */
  public static RedisClient clientOf(String uri) {
    return RedisClient.create(QUICK, uri);
  }

  public static synchronized RedisServer server() {
    if (server == null) {
      server = RedisServer.start();
    }
    return server;
  }

  public static synchronized RedisClient client() {
    if (client == null) {
      client = RedisClient.create(server().uri());
    }
    return client;
  }

  public static synchronized RedisClusterClient cluster() {
    if (cluster == null) {
      try {
        cluster = RedisClusterClient.create(startCluster());
      } catch (IOException e) {
        throw new IllegalStateException("cannot start a cluster", e);
      }
    }
    return cluster;
  }

  /** The masters of the {@link #cluster()}. */
  public static List<RedisServer> masters() {
    RedisClusterClient unused = cluster();
    return List.copyOf(masters);
  }

  private static RedisURI startCluster() throws IOException {
    List<Integer> busPorts = new ArrayList<>();
    for (int i = 0; i < MASTERS; i++) {
      int bus = RedisServer.freePort();
      busPorts.add(bus);
      masters.add(
          RedisServer.start(
              "--cluster-enabled",
              "yes",
              "--cluster-port",
              "" + bus,
              "--cluster-node-timeout",
              "5000"));
    }
    for (int i = 0; i < MASTERS; i++) {
      try (RedisClient node = RedisClient.create(masters.get(i).uri())) {
        RedisCommands<String, String> commands = node.connect().sync();
        int from = SLOTS * i / MASTERS;
        int to = SLOTS * (i + 1) / MASTERS;
        int[] slots = new int[to - from];
        for (int slot = from; slot < to; slot++) {
          slots[slot - from] = slot;
        }
        commands.clusterAddSlots(slots);
        commands.clusterSetConfigEpoch(i + 1L);
        RedisServer first = masters.get(0);
        if (i > 0) {
          meet(commands, first.port(), busPorts.get(0));
        }
      }
    }
    for (RedisServer master : masters) {
      awaitAgreement(master);
    }
    return RedisURI.create(masters.get(0).uri());
  }

  private static void meet(RedisCommands<String, String> commands, int port, int bus) {
    commands.dispatch(
        CommandType.CLUSTER,
        new StatusOutput<>(StringCodec.UTF8),
        new CommandArgs<>(StringCodec.UTF8).add("MEET").add("127.0.0.1").add(port).add(bus));
  }

  private static void awaitAgreement(RedisServer master) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (RedisClient node = RedisClient.create(master.uri())) {
      RedisCommands<String, String> commands = node.connect().sync();
      while (System.nanoTime() < deadline) {
        String info = commands.clusterInfo();
        if (info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3")) {
          return;
        }
      }
    }
    throw new IllegalStateException("the cluster does not come up");
  }
}
