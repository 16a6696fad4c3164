package io.github.playlistsync.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a call from the wire, has it answered and writes the answer to the wire. */
final class HttpEdge implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
  private static final int MOST_REQUEST_BYTES = 10_000_000;

  private final Clock clock;
  private final Simulation simulation;
  private final AccountsApi accountsApi;
  private final WebApi webApi;
  private final Duration latency;
  private final LocalServer server;

  HttpEdge(
      Clock clock, Simulation simulation, WebApi webApi, Duration latency, LocalServer server) {
    this.clock = clock;
    this.simulation = simulation;
    this.accountsApi = new AccountsApi(simulation.accounts());
    this.webApi = webApi;
    this.latency = latency;
    this.server = server;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answerInTime(exchange, request(exchange, readBody(exchange)));
      if (answer.delivery != Answer.Delivery.NEVER) {
        send(exchange, answer);
      }
    } catch (RuntimeException e) {
      LOG.error("Cannot answer {}", exchange.getRequestURI().getPath(), e);
    }
  }

  /**
   * Counts the call as under way until its answer goes out: the caller's next call may overlap the
   * rest.
   */
  private Answer answerInTime(HttpExchange exchange, Request request) throws IOException {
    simulation.log().begin();
    try {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Optional<Caller> caller = bearer(authorization).flatMap(simulation.accounts()::caller);
      String userId = caller.map(Caller::userId).orElse("");
      Answer answer = answer(request, authorization, caller, userId);
      if (acceptsGzip(exchange)) {
        compress(answer);
      }
      log(request, userId, answer);
      if (!server.pause(latency.plus(answer.latency))) {
        answer.delivery = Answer.Delivery.NEVER;
      }
      return answer;
    } finally {
      simulation.log().end();
    }
  }

  private void log(Request request, String userId, Answer answer) {
    boolean answered = answer.delivery != Answer.Delivery.NEVER;
    simulation
        .log()
        .add(
            new Call(
                clock.instant(),
                request.method(),
                request.path(),
                request.queryForLog(),
                request.endpoint(),
                request.playlistId(),
                request.offset(),
                userId,
                answered ? answer.status : 0,
                answered ? answer.body().length + answer.padding : 0));
  }

  private Answer answer(
      Request request, @Nullable String authorization, Optional<Caller> caller, String userId) {
    List<Effect> effects = simulation.faults().effectsOn(request, userId);
    effects.forEach(effect -> effect.prepare(simulation.world()));
    Optional<Caller> disguised = caller;
    for (Effect effect : effects) {
      disguised = disguised.map(effect::disguise);
    }
    Answer answer = null;
    for (Effect effect : effects) {
      Answer replacement = effect.replacement();
      answer = replacement == null ? answer : replacement;
    }
    if (answer == null) {
      answer = truth(request, authorization, disguised);
    }
    Situation situation = webApi.situation(request, disguised);
    for (Effect effect : effects) {
      effect.distort(answer, situation);
    }
    // Last, so that a distortion finds every key, also those that the caller does not want.
    FieldsFilter.apply(request, answer);
    return answer;
  }

  private Answer truth(Request request, @Nullable String authorization, Optional<Caller> caller) {
    return switch (request.endpoint()) {
      case TOKEN -> accountsApi.token(request, authorization);
      case AUTHORIZE -> accountsApi.authorize(request);
      default -> webApi(request, authorization, caller);
    };
  }

  private Answer webApi(Request request, @Nullable String authorization, Optional<Caller> caller) {
    if (caller.isEmpty()) {
      boolean known = bearer(authorization).filter(simulation.accounts()::isKnown).isPresent();
      return Answer.unauthorized(known ? "The access token expired" : "Invalid access token");
    }
    Answer refusal = simulation.limits().refuse(request.endpoint());
    return refusal != null ? refusal : webApi.answer(request, caller.get());
  }

  private static Optional<String> bearer(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()));
  }

  static String readBody(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_REQUEST_BYTES);
    return new String(body, StandardCharsets.UTF_8);
  }

  static Request request(HttpExchange exchange, String body) {
    return Request.of(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        body);
  }

  static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body();
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    long length = body.length + answer.padding;
    // To the server, 0 means "of unknown length" and -1 means "none".
    exchange.sendResponseHeaders(answer.status, length == 0 ? -1 : length);
    if (length == 0) {
      return;
    }
    OutputStream out = exchange.getResponseBody();
    if (answer.delivery == Answer.Delivery.CUT) {
      out.write(body, 0, body.length / 2);
      out.flush();
      return;
    }
    writePadding(out, answer.padding);
    out.write(body);
    out.close();
  }

  private static void writePadding(OutputStream out, long bytes) throws IOException {
    byte[] blanks = new byte[(int) Math.min(bytes, 65_536)];
    Arrays.fill(blanks, (byte) ' ');
    for (long left = bytes; left > 0; left -= blanks.length) {
      out.write(blanks, 0, (int) Math.min(left, blanks.length));
    }
  }

  private static void compress(Answer answer) throws IOException {
    byte[] body = answer.body();
    if (body.length == 0) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
    try (OutputStream gzip = new FastGzip(bytes)) {
      writePadding(gzip, answer.padding);
      gzip.write(body);
    }
    answer.padding = 0;
    answer.replaceBody(bytes.toByteArray());
    answer.with("Content-Encoding", "gzip");
  }

  private static boolean acceptsGzip(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  /** Compresses lightly: the simulator shares the processor with what it tests. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
