package io.github.playlistsync.simulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP server on 127.0.0.1, with a thread for each call that is under way. */
final class LocalServer implements AutoCloseable {

  static {
    // Without it the body of an answer waits for the acknowledgment of its headers, some 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService executor;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Takes the port, 0 for a free one; serves nothing before {@link #start}. */
  LocalServer(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    this.server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "spotify-simulator");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void handle(String pathPrefix, HttpHandler handler) {
    server.createContext(pathPrefix, handler);
  }

  void start() {
    server.start();
  }

  /**
   * Waits for a time; returns false at once when the server closes or the thread is interrupted.
   */
  boolean pause(Duration time) {
    try {
      return time.isZero() || !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stops listening and ends the calls that are under way. Does not wait for them. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
