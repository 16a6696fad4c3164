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

/** Lets another process control a simulator in JSON; {@link #HELP} lists the calls. */
final class ControlApi implements HttpHandler {

  static final String HELP =
      """
      Control, in JSON under /_control; never logged, limited or broken:

        GET    /_control                  the users and playlists
        GET    /_control/playlists/ID     the true state of a playlist
        GET    /_control/users/ID         the true list and likes of a user
        POST   /_control/edit             {"op":"add","playlist":ID,"position":0,"count":3}
        POST   /_control/random-edits     {"count":100,"seed":7}
        POST   /_control/faults           {"endpoint":"PLAYLIST_ITEMS","call":2,
                                           "effect":"status","status":500}
        DELETE /_control/faults           removes all faults
        POST   /_control/fault-rate       {"rate":0.05}
        POST   /_control/limits           {"calls":100,"seconds":30,"penaltySeconds":5,"daily":0}
        POST   /_control/tokens           {"user":ID}, for an access token and a refresh token
        POST   /_control/expire-tokens    {"user":ID}
        POST   /_control/revoke           {"user":ID}
        POST   /_control/sign-in          {"user":ID}, or {} to refuse
        GET    /_control/log              the calls, and how many were under way at once
        DELETE /_control/log              clears the log
        POST   /_control/reset            restores the state at the start
      """;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Simulation simulation;

  ControlApi(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = HttpEdge.readBody(exchange);
      Answer answer = answer(HttpEdge.request(exchange, ""), body);
      HttpEdge.send(exchange, answer);
    }
  }

  /** Answers 400 or 404 with the reason where it can do nothing. */
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
      case "POST /edit" -> new ControlEdits(simulation.world()).apply(body, done);
      case "POST /random-edits" ->
          new RandomEdits(simulation.world(), body.path("seed").asLong(1))
              .apply(body.path("count").asInt(1));
      case "POST /faults" -> simulation.faults().add(ControlFaults.read(body));
      case "DELETE /faults" -> simulation.faults().clear();
      case "POST /fault-rate" -> simulation.faults().rate(body.path("rate").asDouble());
      case "POST /limits" -> limit(body);
      case "POST /tokens" -> {
        String user = ControlEdits.text(body, "user");
        done.put("access_token", simulation.accounts().tokenFor(user));
        done.put("refresh_token", simulation.accounts().refreshTokenFor(user));
      }
      case "POST /expire-tokens" ->
          simulation.accounts().expireAccessTokens(ControlEdits.text(body, "user"));
      case "POST /revoke" -> simulation.accounts().revoke(ControlEdits.text(body, "user"));
      case "POST /sign-in" -> signIn(body);
      case "GET /log" -> done.setAll(log());
      case "DELETE /log" -> simulation.log().clear();
      case "POST /reset" -> simulation.reset();
      default -> throw new NoSuchElementException("unknown call " + request.method() + " " + path);
    }
    return done;
  }

  private JsonNode result(Request request, JsonNode body) {
    String path = request.path().substring("/_control".length());
    if (!request.method().equals("GET") || path.equals("/log")) {
      return result(request, path, body);
    }
    if (path.startsWith("/playlists/")) {
      return playlist(simulation.world().playlist(lastPart(path)));
    } else if (path.startsWith("/users/")) {
      return library(simulation.world().library(lastPart(path)));
    } else if (path.isEmpty() || path.equals("/")) {
      return overview();
    }
    return result(request, path, body);
  }

  private static String lastPart(String path) {
    return Request.decodePath(path.substring(path.lastIndexOf('/') + 1));
  }

  private void limit(JsonNode body) {
    simulation
        .limits()
        .limit(
            body.path("calls").asInt(Integer.MAX_VALUE),
            Duration.ofSeconds(body.path("seconds").asLong(30)),
            Duration.ofSeconds(body.path("penaltySeconds").asLong(0)));
    int daily = body.path("daily").asInt(0);
    simulation.limits().dailyQuota(daily == 0 ? Integer.MAX_VALUE : daily);
  }

  private void signIn(JsonNode body) {
    if (body.has("user")) {
      simulation.accounts().signInAs(body.path("user").asText());
    } else {
      simulation.accounts().refuseSignIn();
    }
  }

  private ObjectNode overview() {
    ObjectNode json = NODES.objectNode();
    ArrayNode users = json.putArray("users");
    simulation.world().users().forEach(users::add);
    ArrayNode playlists = json.putArray("playlists");
    for (PlaylistView view : simulation.world().playlists()) {
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
          .put("title", entry.track() == null ? null : entry.track().name())
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
    List<Call> calls = simulation.log().calls();
    ObjectNode json = NODES.objectNode();
    json.put("count", calls.size()).put("mostAtOnce", simulation.log().mostAtOnce());
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
