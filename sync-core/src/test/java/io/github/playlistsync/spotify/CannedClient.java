package io.github.playlistsync.spotify;

import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** A client that is given its answers beforehand, and gives them in the thread that asks. */
final class CannedClient extends HttpClient {
  private Function<HttpRequest, Canned> script = request -> new Canned(200, Map.of(), new byte[0]);

  /** An answer, which nobody compares with another. */
  @SuppressWarnings("ArrayRecordComponent")
  record Canned(int status, Map<String, List<String>> fields, byte[] body) {
    HttpHeaders headers() {
      return HttpHeaders.of(fields, (name, value) -> true);
    }
  }

  void answer(int status, Map<String, List<String>> headers, byte[] body) {
    answer(request -> new Canned(status, headers, body));
  }

  void answer(Function<HttpRequest, Canned> newScript) {
    script = newScript;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    Canned canned = script.apply(request);
    HttpResponse.BodySubscriber<T> subscriber = handler.apply(info(canned));
    subscriber.onSubscribe(new Unhurried());
    subscriber.onNext(List.of(ByteBuffer.wrap(canned.body())));
    subscriber.onComplete();
    return subscriber
        .getBody()
        .toCompletableFuture()
        .thenApply(
            received -> new Response<>(canned.status(), canned.headers(), received, request));
  }

  private HttpResponse.ResponseInfo info(Canned canned) {
    return new HttpResponse.ResponseInfo() {
      @Override
      public int statusCode() {
        return canned.status();
      }

      @Override
      public HttpHeaders headers() {
        return canned.headers();
      }

      @Override
      public Version version() {
        return Version.HTTP_1_1;
      }
    };
  }

  private static final class Unhurried implements Flow.Subscription {
    @Override
    public void request(long number) {}

    @Override
    public void cancel() {}
  }

  private record Response<T>(int statusCode, HttpHeaders headers, T body, HttpRequest request)
      implements HttpResponse<T> {
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    return sendAsync(request, handler);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws java.io.IOException {
    try {
      return sendAsync(request, handler).join();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException("nothing is encrypted");
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException("nothing is encrypted");
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }
}
