package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The control API, in JSON under {@code /_control}; what it does is not logged, limited or broken.
 *
 * <pre>
 * GET    /_control                    the users and playlists
 * GET    /_control/playlists/ID       a playlist as it truly is
 * GET    /_control/users/ID           a user's list and likes as they truly are
 * POST   /_control/edit               {"op": "add", "playlist": ID, "position": 0, "count": 3}
 *                                     ops: see {@link ControlEdits}
 * POST   /_control/random-edits       {"count": 100, "seed": 7}
 * POST   /_control/faults             {"endpoint": "PLAYLIST_ITEMS", "call": 2, "effect": "status",
 *                                     "status": 500}; see {@link ControlFaults}
 * DELETE /_control/faults             ends all faults
 * POST   /_control/fault-rate         {"rate": 0.05}
 * POST   /_control/limits             {"calls": 100, "seconds": 30, "penaltySeconds": 0, "daily": 0}
 * POST   /_control/tokens             {"user": ID} answers {"access_token", "refresh_token"}
 * POST   /_control/expire-tokens      {"user": ID}
 * POST   /_control/revoke             {"user": ID}
 * POST   /_control/sign-in            {"user": ID}, or {} to refuse
 * GET    /_control/log                the calls, and how many were under way at once
 * DELETE /_control/log                forgets them
 * POST   /_control/reset              back to the state at the start
 * </pre>
 */
final class ControlApi implements HttpHandler {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SpotifySimulator simulator;

  ControlApi(SpotifySimulator simulator) {
    this.simulator = simulator;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = HttpEdge.readBody(exchange);
      Answer answer = answer(HttpEdge.request(exchange, ""), body);
      HttpEdge.send(exchange, answer);
    }
  }

  /** Answers 400 with the reason for what cannot be done; then nothing was done. */
  private Answer answer(Request request, String body) {
    try {
      JsonNode result = result(request, body.isBlank() ? NODES.objectNode() : Json.read(body));
      return Answer.json(result);
    } catch (NoSuchElementException e) {
      return Answer.error(404, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    }
  }

  private JsonNode result(Request request, String path, JsonNode body) {
    ObjectNode done = NODES.objectNode().put("done", true);
    switch (request.method() + " " + path) {
      case "POST /edit" -> new ControlEdits(simulator.world()).apply(body, done);
      case "POST /random-edits" ->
          new RandomEdits(simulator, body.path("seed").asLong(1))
              .apply(body.path("count").asInt(1));
      case "POST /faults" -> simulator.faults().add(ControlFaults.read(body));
      case "DELETE /faults" -> simulator.faults().clear();
      case "POST /fault-rate" -> simulator.faults().rate(body.path("rate").asDouble());
      case "POST /limits" -> limit(body);
      case "POST /tokens" -> {
        String user = ControlEdits.text(body, "user");
        done.put("access_token", simulator.accounts().tokenFor(user));
        done.put("refresh_token", simulator.accounts().refreshTokenFor(user));
      }
      case "POST /expire-tokens" ->
          simulator.accounts().expireAccessTokens(ControlEdits.text(body, "user"));
      case "POST /revoke" -> simulator.accounts().revoke(ControlEdits.text(body, "user"));
      case "POST /sign-in" -> signIn(body);
      case "GET /log" -> done.setAll(log());
      case "DELETE /log" -> simulator.log().clear();
      case "POST /reset" -> simulator.reset();
      default -> throw new NoSuchElementException("no " + request.method() + " " + path);
    }
    return done;
  }

  private JsonNode result(Request request, JsonNode body) {
    String path = request.path().substring("/_control".length());
    if (!request.method().equals("GET") || path.equals("/log")) {
      return result(request, path, body);
    }
    if (path.startsWith("/playlists/")) {
      return playlist(simulator.world().playlist(lastPart(path)));
    } else if (path.startsWith("/users/")) {
      return library(simulator.world().library(lastPart(path)));
    } else if (path.isEmpty() || path.equals("/")) {
      return overview();
    }
    return result(request, path, body);
  }

  private static String lastPart(String path) {
    return Request.decodePath(path.substring(path.lastIndexOf('/') + 1));
  }

  private void limit(JsonNode body) {
    simulator
        .limits()
        .limit(
            body.path("calls").asInt(Integer.MAX_VALUE),
            Duration.ofSeconds(body.path("seconds").asLong(30)),
            Duration.ofSeconds(body.path("penaltySeconds").asLong(0)));
    int daily = body.path("daily").asInt(0);
    simulator.limits().dailyQuota(daily == 0 ? Integer.MAX_VALUE : daily);
  }

  private void signIn(JsonNode body) {
    if (body.has("user")) {
      simulator.accounts().signInAs(body.path("user").asText());
    } else {
      simulator.accounts().refuseSignIn();
    }
  }

  private ObjectNode overview() {
    ObjectNode json = NODES.objectNode();
    ArrayNode users = json.putArray("users");
    simulator.world().users().forEach(users::add);
    ArrayNode playlists = json.putArray("playlists");
    for (PlaylistView view : simulator.world().playlists()) {
      playlists
          .addObject()
          .put("id", view.id())
          .put("name", view.name())
          .put("owner", view.ownerId())
          .put("total", view.entries().size());
    }
    return json;
  }

  private static ObjectNode playlist(PlaylistView view) {
    ObjectNode json = NODES.objectNode();
    json.put("id", view.id()).put("owner", view.ownerId()).put("ownerName", view.ownerName());
    json.put("name", view.name()).put("description", view.description());
    json.put("visibility", view.visibility().name()).put("collaborative", view.collaborative());
    json.put("image", view.imageUrl()).put("revision", view.revision());
    json.put("snapshot", view.snapshotId()).put("total", view.entries().size());
    ArrayNode entries = json.putArray("entries");
    for (SimulatedEntry entry : view.entries()) {
      entries
          .addObject()
          .put("kind", entry.kind().name())
          .put("uri", entry.uri())
          .put("addedAt", entry.addedAt() == null ? null : entry.addedAt().toString())
          .put("addedBy", entry.addedBy());
    }
    return json;
  }

  private static ObjectNode library(LibraryView view) {
    ObjectNode json = NODES.objectNode();
    ArrayNode playlists = json.putArray("playlists");
    view.playlists().forEach(playlist -> playlists.add(playlist.id()));
    ArrayNode liked = json.putArray("liked");
    for (LikedTrack track : view.liked()) {
      liked.addObject().put("uri", track.track().uri()).put("addedAt", track.addedAt().toString());
    }
    return json;
  }

  private ObjectNode log() {
    List<Call> calls = simulator.log().calls();
    ObjectNode json = NODES.objectNode();
    json.put("count", calls.size()).put("mostAtOnce", simulator.log().mostAtOnce());
    ArrayNode array = json.putArray("calls");
    for (Call call : calls) {
      array
          .addObject()
          .put("time", call.time().toString())
          .put("method", call.method())
          .put("path", call.path())
          .put("query", call.query())
          .put("user", call.userId())
          .put("status", call.status())
          .put("bytes", call.bytes());
    }
    return json;
  }
}
