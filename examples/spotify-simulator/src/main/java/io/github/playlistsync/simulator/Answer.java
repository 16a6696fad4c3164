package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that faults can still change before it goes out. For one thread. The body is {@code
 * text} if that is set, else {@code json}.
 */
final class Answer {

  /** How the body is sent. */
  enum Delivery {
    WHOLE,
    /** Announces the full length, sends half of it and closes the connection. */
    CUT,
    /** Sends nothing and closes the connection after the latency or with the simulator. */
    NEVER
  }

  int status;
  final Map<String, String> headers = new LinkedHashMap<>();
  @Nullable JsonNode json;
  @Nullable String text;
  Delivery delivery = Delivery.WHOLE;
  long padding;
  Duration latency = Duration.ZERO;

  private byte @Nullable [] encoded;

  private Answer(int status) {
    this.status = status;
  }

  static Answer json(JsonNode json) {
    Answer answer = new Answer(200);
    answer.json = json;
    return answer;
  }

  static Answer text(int status, String text) {
    Answer answer = new Answer(status);
    answer.text = text;
    return answer;
  }

  static Answer error(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("status", status).put("message", message);
    Answer answer = new Answer(status);
    answer.json = body;
    return answer;
  }

  static Answer forbidden() {
    return error(403, "Forbidden");
  }

  static Answer notFound() {
    return error(404, "Resource not found");
  }

  /** The error form of the token endpoint, RFC 6749 section 5.2. */
  static Answer oauthError(String error, String description) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", error).put("error_description", description);
    Answer answer = new Answer(400);
    answer.json = body;
    return answer;
  }

  static Answer unauthorized(String description) {
    return error(401, "Missing/invalid/expired access token")
        .with(
            "WWW-Authenticate",
            "Bearer realm=\"spotify\", error=\"invalid_token\", error_description=\""
                + description
                + "\"");
  }

  Answer with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Changes the body of a successful JSON answer. Ignores any other answer. */
  void change(Consumer<ObjectNode> change) {
    if (status == 200 && text == null && json instanceof ObjectNode object) {
      change.accept(object);
    }
  }

  JsonNode jsonBody() {
    return json == null ? JsonNodeFactory.instance.nullNode() : json;
  }

  /** The bytes to send. Later changes of the JSON do not affect them. */
  byte[] body() {
    byte[] bytes = encoded;
    if (bytes == null) {
      if (text != null) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
      } else {
        bytes = json == null ? new byte[0] : Json.bytes(json);
      }
      encoded = bytes;
    }
    return bytes;
  }

  void replaceBody(byte[] bytes) {
    encoded = bytes;
  }
}
