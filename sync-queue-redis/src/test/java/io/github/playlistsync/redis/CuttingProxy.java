package io.github.playlistsync.redis;

import io.github.playlistsync.testing.redis.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * Stands between a client and Redis, and can lose answers: Redis does what the client sent, but the
 * connection breaks before the answer arrives.
 */
final class CuttingProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  /** The connections that were accepted before this many calls of {@link #silence} are silent. */
  private final AtomicInteger silences = new AtomicInteger();

  private CuttingProxy(int target, ServerSocketFactory sockets) throws IOException {
    this.target = target;
    this.listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static CuttingProxy before(RedisServer server) {
    return before(server, ServerSocketFactory.getDefault());
  }

  /** Opens one whose clients use other sockets, such as TLS. */
  static CuttingProxy before(RedisServer server, ServerSocketFactory sockets) {
    try {
      CuttingProxy proxy = new CuttingProxy(server.port(), sockets);
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new IllegalStateException("cannot open the proxy", e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  String uri() {
    return "redis://127.0.0.1:" + listener.getLocalPort();
  }

  /** Loses the next answers, and with each its connection. */
  void loseAnswers(int count) {
    answersToLose.addAndGet(count);
  }

  void loseNoMore() {
    answersToLose.set(0);
  }

  /** Swallows from now on what the connections of now send; new connections work. */
  void silence() {
    silences.incrementAndGet();
  }

  int lost() {
    return lost.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (listener.isClosed()) {
          // Closing it does not end a call that waits everywhere.
          client.close();
          return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        int before = silences.get();
        start(() -> pump(client, server, false, before));
        start(() -> pump(server, client, true, before));
      } catch (IOException e) {
        // The proxy was closed, or Redis is away: the client sees its connection end.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers, int silencesBefore) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        if (answers && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          lost.incrementAndGet();
          return;
        }
        if (silences.get() == silencesBefore) {
          out.write(buffer, 0, read);
          out.flush();
        }
        read = in.read(buffer);
      }
    } catch (IOException e) {
      // One side is gone, so the other is let go as well.
    }
  }

  private static void start(Runnable action) {
    Thread thread = new Thread(action, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Cuts all connections and accepts no more. */
  void cut() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot close the proxy", e);
    }
  }

  @Override
  public void close() {
    cut();
  }
}
