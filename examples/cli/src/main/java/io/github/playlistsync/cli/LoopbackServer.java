package io.github.playlistsync.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Receives the redirect after a login, on the loopback interface only. */
final class LoopbackServer implements AutoCloseable {
  private static final String PATH = "/callback";

  private final HttpServer server;
  private final CompletableFuture<URI> callback = new CompletableFuture<>();

  private LoopbackServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free port
   * @throws CommandFailedException if it is taken
   */
  static LoopbackServer start(int port) {
    try {
      // Spotify accepts the number, but not the name localhost.
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
      LoopbackServer started = new LoopbackServer(server);
      server.createContext("/", started::answer);
      server.start();
      return started;
    } catch (IOException taken) {
      throw new CommandFailedException(
          "port " + port + " of 127.0.0.1 cannot be opened: " + taken.getMessage());
    }
  }

  /** Where Spotify redirects the browser. */
  URI redirectUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  /**
   * Waits for the browser.
   *
   * @return the address of its request
   * @throws CommandFailedException if it does not come in time
   */
  URI await(Duration limit) {
    try {
      return callback.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new CommandFailedException(
          "nobody logged in within " + limit.toMinutes() + " minutes; nothing was stored");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted; nothing was stored");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    URI address = exchange.getRequestURI();
    // Browsers also ask for an icon.
    boolean ours = PATH.equals(address.getPath()) && address.getRawQuery() != null;
    String text =
        ours ? "Thank you. See the terminal for the result; you can close this window.\n" : "";
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(ours ? 200 : 404, ours ? body.length : -1);
    try (exchange) {
      if (ours) {
        exchange.getResponseBody().write(body);
      }
    } finally {
      if (ours) {
        callback.complete(address);
      }
    }
  }
}
