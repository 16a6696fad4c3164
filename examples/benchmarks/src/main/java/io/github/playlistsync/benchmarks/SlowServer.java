package io.github.playlistsync.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Returns another server's answers, each a fixed time after the request. It caches them, so that
 * making them costs nothing the next time.
 */
final class SlowServer implements AutoCloseable {
  private static final class Answer {
    final int status;
    final String type;
    final String encoding;
    final byte[] body;

    Answer(HttpResponse<byte[]> response) {
      status = response.statusCode();
      type = response.headers().firstValue("Content-Type").orElse("application/json");
      encoding = response.headers().firstValue("Content-Encoding").orElse("");
      body = response.body();
    }
  }

  private final URI origin;
  private final Duration latency;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Answer> known = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(32);
  private final HttpServer server;

  SlowServer(URI origin, Duration latency) throws IOException {
    this.origin = origin;
    this.latency = latency;
    // Otherwise an answer may wait until its head is acknowledged.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The number of calls since this was last called. */
  int calls() {
    return calls.getAndSet(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    long due = System.nanoTime() + latency.toNanos();
    calls.incrementAndGet();
    try (exchange) {
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
      String key = exchange.getRequestURI() + " " + encoding;
      Answer answer =
          known.computeIfAbsent(key, k -> ask(exchange.getRequestURI(), token, encoding));
      exchange.getResponseHeaders().add("Content-Type", answer.type);
      if (!answer.encoding.isEmpty()) {
        exchange.getResponseHeaders().add("Content-Encoding", answer.encoding);
      }
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      exchange.sendResponseHeaders(answer.status, answer.body.length);
      exchange.getResponseBody().write(answer.body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer ask(URI asked, String token, String encoding) {
    HttpRequest request =
        HttpRequest.newBuilder(origin.resolve(asked.toString()))
            .header("Authorization", token)
            .header("Accept-Encoding", encoding)
            .build();
    try {
      return new Answer(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
