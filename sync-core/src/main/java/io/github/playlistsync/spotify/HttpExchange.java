package io.github.playlistsync.spotify;

import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.spi.spotify.CallContext;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one request, once, and receives its complete answer within the limits. Only the JDK may
 * silently repeat it: a GET on a kept connection that the server was just closing.
 */
final class HttpExchange {
  private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HttpClient client;
  private final SpotifySettings settings;

  HttpExchange(HttpClient client, SpotifySettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Sends the request.
   *
   * @param name how messages call the request
   * @throws SpotifyUnavailableException if there is no answer, or not within the limits
   * @throws SyncInterruptedException if the call was canceled meanwhile
   */
  Answer send(CallContext call, HttpRequest.Builder request, String name) {
    long begun = System.nanoTime();
    CompletableFuture<HttpResponse<byte[]>> answering =
        client.sendAsync(complete(request), headers -> new LimitedBody(settings.maxBodyBytes()));
    try {
      HttpResponse<byte[]> response = await(call, answering, begun);
      log.debug("{} answered {} in {} ms", name, response.statusCode(), millisSince(begun));
      return new Answer(
          response.statusCode(), response.headers(), response.body(), settings.maxBodyBytes());
    } catch (TimeoutException e) {
      throw new SpotifyUnavailableException(
          name + " was not answered within " + settings.deadline().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new SpotifyUnavailableException(name + " failed: " + cause(e), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncInterruptedException("interrupted during " + name, e);
    } finally {
      // If the call gave up, this closes the connection; otherwise it does nothing.
      answering.cancel(true);
    }
  }

  private static HttpRequest complete(HttpRequest.Builder request) {
    request.header("Accept", "application/json").header("Accept-Encoding", "gzip");
    boolean encrypted = "https".equals(request.build().uri().getScheme());
    // Over plain http the JDK would ask for an upgrade, which some servers treat as an error.
    return (encrypted ? request : request.version(HttpClient.Version.HTTP_1_1)).build();
  }

  // The request's own timeout ends with the headers, and a body may then trickle forever.
  private HttpResponse<byte[]> await(
      CallContext call, CompletableFuture<HttpResponse<byte[]>> answering, long begun)
      throws InterruptedException, ExecutionException, TimeoutException {
    Duration deadline = settings.deadline();
    while (true) {
      call.checkCanceled();
      long left = deadline.toNanos() - (System.nanoTime() - begun);
      try {
        return answering.get(Math.max(0, Math.min(left, SLICE_NANOS)), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (left <= SLICE_NANOS) {
          throw e;
        }
      }
    }
  }

  private static long millisSince(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private static String cause(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause == null) {
      return "unknown";
    }
    String kind = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    return cause instanceof IOException && message != null ? kind + ": " + message : kind;
  }
}
