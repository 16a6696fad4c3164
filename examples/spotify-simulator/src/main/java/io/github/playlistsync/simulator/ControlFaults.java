package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a fault from JSON; {@link #HELP} lists the keys and effects. */
final class ControlFaults {

  static final String HELP =
      """
      Faults strike the calls that match all of these keys; each key is optional

        endpoint         ME, MY_PLAYLISTS, USER_PLAYLISTS, PLAYLIST, PLAYLIST_ITEMS,
                         PLAYLIST_TRACKS, SAVED_TRACKS, TOKEN or AUTHORIZE
        path             without an endpoint: a regular expression for the path
        playlist         the id of the playlist that the call reads
        user             the user of the token
        offset           the requested offset
        call             strikes only the n-th matching call
        from             strikes the n-th matching call and later ones
        times            strikes so many calls

      Effects of faults, and their other keys

        status                     status
        answer                     status, body
        unauthorized
        forbidden
        user-not-registered
        premium-required
        insufficient-scope
        access-token-missing
        premium-required-by-mistake
        proxy-forbidden
        other-account              as, the user to answer for
        without-scope              scope
        not-found
        too-many-requests          retryAfter (a text; default: no header)
        too-many-requests-empty
        quota-exceeded             seconds
        latency                    ms
        hang                       ms
        cut-body
        broken-json
        empty-body
        huge-body                  bytes
        empty-page
        short-page                 missing
        repeated-page
        overlapping-page
        next-leads-back
        next                       next
        other-offset               at, the offset whose page it sends
        total-off-by               by
        total                      total
        announced-total            total (of each playlist in a list)
        empty-list
        old-items
        filtered                   id, the playlist that the list lacks though its total counts it
        null-tracks
        added-at                   time (a text or null)
        oddity                     oddity (EMPTY_NAME, NULL_NAME, NO_NAME, NO_SNAPSHOT, NO_PUBLIC,
                                   NULL_OWNER, OWNER_OF_NULLS, NULL_OWNER_NAME, NULL_IMAGES,
                                   NULL_TOTAL, BARE_CONTENTS, NO_CONTENTS or UNKNOWN_KEY),
                                   id (a playlist; default: all)
        float-numbers
        zero-tracks
        stale-snapshot
        changing-snapshot
        edit                       edit (as for /_control/edit), made before the answer
      """;

  private ControlFaults() {}

  static Fault read(JsonNode body) {
    Fault fault = calls(body);
    if (body.has("playlist")) {
      fault = fault.ofPlaylist(ControlEdits.text(body, "playlist"));
    }
    if (body.has("user")) {
      fault = fault.ofUser(ControlEdits.text(body, "user"));
    }
    if (body.has("offset")) {
      fault = fault.atOffset(body.path("offset").asInt());
    }
    if (body.has("call")) {
      fault = fault.onCall(body.path("call").asInt());
    }
    if (body.has("from")) {
      fault = fault.fromCall(body.path("from").asInt());
    }
    if (body.has("times")) {
      fault = fault.times(body.path("times").asInt());
    }
    return fault.then(effect(body));
  }

  private static Fault calls(JsonNode body) {
    if (body.has("endpoint")) {
      return Fault.on(Endpoint.valueOf(ControlEdits.text(body, "endpoint")));
    }
    return body.has("path")
        ? Fault.onPath(Pattern.compile(ControlEdits.text(body, "path")))
        : Fault.onWebApi();
  }

  private static Effect effect(JsonNode body) {
    String name = ControlEdits.text(body, "effect");
    return switch (name) {
      case "status" -> Failures.status(body.path("status").asInt(500));
      case "answer" ->
          Failures.answer(body.path("status").asInt(200), body.path("body").asText(), Map.of());
      case "unauthorized" -> Failures.unauthorized();
      case "forbidden" -> Failures.forbidden();
      case "user-not-registered" -> Failures.userNotRegistered();
      case "premium-required" -> Failures.premiumRequired();
      case "insufficient-scope" -> Failures.insufficientScope();
      case "access-token-missing" -> Failures.accessTokenMissing();
      case "premium-required-by-mistake" -> Failures.premiumRequiredByMistake();
      case "proxy-forbidden" -> Failures.proxyForbidden();
      case "not-found" -> Failures.notFound();
      case "too-many-requests" ->
          Failures.tooManyRequests(
              body.has("retryAfter") ? body.path("retryAfter").asText() : null);
      case "too-many-requests-empty" -> Failures.tooManyRequestsWithoutBody();
      case "quota-exceeded" ->
          Failures.quotaExceeded(Duration.ofSeconds(body.path("seconds").asLong(48_925)));
      case "cut-body" -> Failures.cutBody();
      case "broken-json" -> Failures.brokenJson();
      case "empty-body" -> Failures.emptyBody();
      case "huge-body" -> Failures.hugeBody(body.path("bytes").asLong(100_000_000));
      case "hang" -> Failures.hang(Duration.ofMillis(body.path("ms").asLong(600_000)));
      case "latency" -> Effect.latency(Duration.ofMillis(body.path("ms").asLong(1_000)));
      case "other-account" -> Effect.otherAccount(ControlEdits.text(body, "as"));
      case "without-scope" -> Effect.withoutScope(ControlEdits.text(body, "scope"));
      case "old-items" -> Effect.oldItems();
      case "edit" -> edit(body.path("edit"));
      default -> distortion(name, body);
    };
  }

  private static Effect distortion(String name, JsonNode body) {
    return switch (name) {
      case "empty-page" -> Distortions.emptyPage();
      case "short-page" -> Distortions.shortPage(body.path("missing").asInt(1));
      case "repeated-page" -> Distortions.repeatedPage();
      case "overlapping-page" -> Distortions.overlappingPage();
      case "next-leads-back" -> Distortions.nextLeadsBack();
      case "next" -> Distortions.next(body.path("next").textValue());
      case "other-offset" -> Distortions.otherOffset(ControlEdits.number(body, "at"));
      case "total" -> Distortions.total(ControlEdits.number(body, "total"));
      case "announced-total" -> Distortions.announcedTotal(ControlEdits.number(body, "total"));
      case "empty-list" -> Distortions.emptyList();
      case "filtered" -> Distortions.filtered(ControlEdits.text(body, "id"));
      case "null-tracks" -> Distortions.nullTracks();
      case "added-at" -> Distortions.addedAt(body.path("time").textValue());
      case "oddity" -> oddity(body);
      case "total-off-by" -> Distortions.totalOffBy(body.path("by").asInt(1));
      case "float-numbers" -> Distortions.floatNumbers();
      case "zero-tracks" -> Distortions.zeroTracks();
      case "stale-snapshot" -> Distortions.staleSnapshot();
      case "changing-snapshot" -> Distortions.changingSnapshot();
      default -> throw new IllegalArgumentException("unknown effect " + name);
    };
  }

  private static Effect oddity(JsonNode body) {
    Oddity oddity = Oddity.valueOf(ControlEdits.text(body, "oddity"));
    return body.has("id")
        ? Distortions.odd(oddity, ControlEdits.text(body, "id"))
        : Distortions.odd(oddity);
  }

  private static Effect edit(JsonNode edit) {
    JsonNode copy = edit.deepCopy();
    return Effect.change(
        world -> new ControlEdits(world).apply(copy, JsonNodeFactory.instance.objectNode()));
  }
}
