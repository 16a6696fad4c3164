package io.github.playlistsync.spotify;

import java.net.http.HttpClient;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The HTTP client, and its threads where they are our own. */
final class OwnedClient implements AutoCloseable {
  private final HttpClient http;
  private final @Nullable ExecutorService threads;

  private OwnedClient(HttpClient http, @Nullable ExecutorService threads) {
    this.http = http;
    this.threads = threads;
  }

  /** The host's client if there is one, else a new one. */
  static OwnedClient of(@Nullable HttpClient given, SpotifySettings settings) {
    if (given != null) {
      return new OwnedClient(given, null);
    }
    ExecutorService threads = Executors.newCachedThreadPool(OwnedClient::thread);
    HttpClient made =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(threads)
            .build();
    return new OwnedClient(made, threads);
  }

  /**
   * Refuses a client that would carry a token to wherever an answer points.
   *
   * @throws IllegalArgumentException if it follows redirects
   */
  static HttpClient requireNoRedirects(HttpClient given) {
    Objects.requireNonNull(given, "httpClient");
    if (given.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "httpClient follows redirects (" + given.followRedirects() + "); expected NEVER");
    }
    return given;
  }

  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdown();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "playlist-sync-http");
    thread.setDaemon(true);
    return thread;
  }
}
