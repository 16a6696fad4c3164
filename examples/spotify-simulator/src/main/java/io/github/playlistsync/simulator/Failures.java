package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Effects that leave no usable answer. */
public final class Failures {

  private static final String PROXY_PAGE =
      """
      <!DOCTYPE html>
      <html><head><title>403 Forbidden</title></head><body><h1>Access denied</h1>
      <table><tr><th scope="col">Client</th><th scope="col">Rule</th></tr>
      <tr><td>10.0.0.7</td><td>egress</td></tr></table></body></html>
      """;

  private Failures() {}

  /** An error with the usual JSON body. */
  public static Effect status(int status) {
    String message = status >= 500 ? "Server error." : "Error " + status;
    return Effect.instead("status " + status, () -> Answer.error(status, message));
  }

  /** Any answer, with headers in addition to the usual ones. */
  public static Effect answer(int status, String body, Map<String, String> headers) {
    requireNonNull(body, "body");
    Map<String, String> copy = Map.copyOf(headers);
    return Effect.instead(
        "answer " + status,
        () -> {
          Answer answer = Answer.text(status, body);
          copy.forEach(answer::with);
          return answer;
        });
  }

  /** 401 with the challenge of an expired token. */
  public static Effect unauthorized() {
    return Effect.instead("401", () -> Answer.unauthorized("The access token expired"));
  }

  /** 403 {@code Forbidden}: the app may not read the contents. */
  public static Effect forbidden() {
    return Effect.instead("403 forbidden", Answer::forbidden);
  }

  /** 403 in plain text: the app's owner has not registered the user. */
  public static Effect userNotRegistered() {
    return plainForbidden("User not registered in the Developer Dashboard");
  }

  /** 403 in plain text: the Premium subscription of the app's owner lapsed. */
  public static Effect premiumRequired() {
    return plainForbidden(
        "Active premium subscription required for the owner of the app. When the subscription"
            + " status changes, it can take a few hours before requests are allowed again.");
  }

  /**
   * 401 {@code Access token missing} for a valid token, as Spotify's gateway answered for some
   * minutes in July 2026; github.com/thlucas1/homeassistantcomponent_spotifyplus/issues/237.
   */
  public static Effect accessTokenMissing() {
    return Effect.instead("401 missing", () -> Answer.error(401, "Access token missing"));
  }

  /** 403 {@code Premium required} for a Premium account; the same thread. */
  public static Effect premiumRequiredByMistake() {
    return Effect.instead("403 mistake", () -> Answer.error(403, "Premium required"));
  }

  /** 403 of a proxy: an HTML page, in which {@code scope} is a word of HTML. */
  public static Effect proxyForbidden() {
    return Effect.instead(
        "403 proxy", () -> Answer.text(403, PROXY_PAGE).with("Content-Type", "text/html"));
  }

  /** 403 {@code Insufficient client scope}. */
  public static Effect insufficientScope() {
    return Effect.instead("403 scope", () -> Answer.error(403, "Insufficient client scope"));
  }

  /** 404 {@code Resource not found}. */
  public static Effect notFound() {
    return Effect.instead("404", Answer::notFound);
  }

  /**
   * 429 with a JSON body. The text of {@code Retry-After} may be odd: {@code 0}, {@code -1}, a
   * date; null omits the header.
   */
  public static Effect tooManyRequests(@Nullable String retryAfter) {
    return Effect.instead("429", () -> limited("API rate limit exceeded", retryAfter));
  }

  /** 429 without body and header, as in github.com/spotify/web-api/issues/1267. */
  public static Effect tooManyRequestsWithoutBody() {
    return Effect.instead("429 empty", () -> Answer.text(429, ""));
  }

  /** 429 for the daily quota of apps in development mode, with the wait in {@code Retry-After}. */
  public static Effect quotaExceeded(Duration wait) {
    String seconds = Long.toString(wait.toSeconds());
    return Effect.instead("429 quota", () -> quota(seconds));
  }

  /** Announces the full length, sends half of the body and closes the connection. */
  public static Effect cutBody() {
    return Effect.after("cut", (answer, situation) -> answer.delivery = Answer.Delivery.CUT);
  }

  /** A complete answer whose JSON ends halfway. */
  public static Effect brokenJson() {
    return Effect.after(
        "broken JSON",
        (answer, situation) -> {
          String text = answer.jsonBody().toString();
          answer.text = text.substring(0, text.length() / 2);
        });
  }

  /** The status without the body. */
  public static Effect emptyBody() {
    return Effect.after("empty body", (answer, situation) -> answer.text = "");
  }

  /** Sends blanks ahead of the body, without holding them in memory. */
  public static Effect hugeBody(long bytes) {
    return Effect.after("huge body", (answer, situation) -> answer.padding = bytes);
  }

  /** Never answers. Closes the connection after the limit or with the simulator. */
  public static Effect hang(Duration limit) {
    requireNonNull(limit, "limit");
    return Effect.after(
        "hang",
        (answer, situation) -> {
          answer.delivery = Answer.Delivery.NEVER;
          answer.latency = limit;
        });
  }

  static Answer limited(String message, @Nullable String retryAfter) {
    Answer answer = Answer.error(429, message);
    return retryAfter == null ? answer : answer.with("Retry-After", retryAfter);
  }

  static Answer quota(String seconds) {
    Answer answer = limited("Too many requests", seconds);
    ((ObjectNode) answer.jsonBody().path("error")).put("reason", "QUOTA_EXCEEDED");
    return answer;
  }

  private static Effect plainForbidden(String text) {
    return Effect.instead(
        "403 text", () -> Answer.text(403, text).with("Content-Type", "text/plain"));
  }
}
