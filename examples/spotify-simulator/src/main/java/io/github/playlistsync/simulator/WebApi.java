package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the calls of the Web API from the state of the world; ignores {@code fields}. */
final class WebApi {

  private final WorldState state;
  private final JsonStyle style;
  private final PlaylistJson writer;

  WebApi(WorldState state, JsonStyle style) {
    this.state = state;
    this.style = style;
    this.writer = new PlaylistJson(style);
  }

  Answer answer(Request request, Caller caller) {
    return switch (request.endpoint()) {
      case ME -> me(caller);
      case MY_PLAYLISTS -> list(request, caller, caller.userId());
      case USER_PLAYLISTS -> listOfUser(request, caller);
      case PLAYLIST -> playlist(request, caller);
      case PLAYLIST_ITEMS -> entries(request, caller, 50, "/items");
      case PLAYLIST_TRACKS -> oldEntries(request, caller);
      case SAVED_TRACKS -> liked(request, caller);
      default -> Answer.error(404, "Service not found");
    };
  }

  /** What a fault may look at when it changes the answer to this call. */
  Situation situation(Request request, Optional<Caller> caller) {
    return new Situation(
        request, state::serveSnapshotBeforeLastEdit, other -> answer(other, caller.orElseThrow()));
  }

  private Answer me(Caller caller) {
    ObjectNode json = writer.user(caller.userId());
    json.put("display_name", state.serveDisplayName(caller.userId()));
    json.putObject("followers").putNull("href").put("total", 0);
    json.put("account_id", Ids.of("account of " + caller.userId())).putArray("images");
    if (!style.isNewDevelopment()) {
      json.put("country", "SE").put("product", "premium");
      json.put("email", Ids.of(caller.userId()) + "@example.org");
    }
    return Answer.json(json);
  }

  private Answer listOfUser(Request request, Caller caller) {
    String user = request.subjectOrFail();
    if (style.isNewDevelopment()) {
      return Answer.forbidden();
    }
    return state.userIds().contains(user) ? list(request, caller, user) : Answer.notFound();
  }

  private Answer list(Request request, Caller caller, String user) {
    // Spotify links to /users/{id}/playlists even in the pages of /me/playlists.
    String href = writer.user(user).path("href").textValue() + "/playlists";
    List<@Nullable ServedPlaylist> listed =
        state.serveList(user).stream()
            .filter(playlist -> playlist == null || isListed(playlist.view(), caller, user))
            .toList();
    return page(
        request,
        new Limits(20, 50),
        href,
        paging ->
            paging.page(listed, playlist -> playlist == null ? null : writer.listed(playlist)));
  }

  private static boolean isListed(PlaylistView view, Caller caller, String listOwner) {
    if (!caller.userId().equals(listOwner)) {
      return view.visibility() == Visibility.PUBLIC;
    }
    return (view.visibility() != Visibility.PRIVATE || caller.may("playlist-read-private"))
        && (!view.collaborative() || caller.may("playlist-read-collaborative"));
  }

  private Answer playlist(Request request, Caller caller) {
    String types = request.query().get("additional_types");
    return withPlaylist(
        request,
        caller,
        playlist -> {
          boolean withContents =
              playlist.access() != Access.METADATA_ONLY && mayReadContents(playlist);
          return Answer.json(writer.single(playlist, withContents, types));
        });
  }

  private Answer oldEntries(Request request, Caller caller) {
    return style.isNewDevelopment() ? Answer.forbidden() : entries(request, caller, 100, "/tracks");
  }

  private Answer entries(Request request, Caller caller, int maximum, String path) {
    String types = request.query().get("additional_types");
    return withPlaylist(
        request,
        caller,
        playlist -> {
          if (playlist.access() != Access.FULL || !mayReadContents(playlist)) {
            return Answer.forbidden();
          }
          return page(
              request,
              new Limits(maximum == 100 ? 100 : 20, maximum),
              style.base() + "/playlists/" + playlist.view().id() + path,
              paging ->
                  paging.page(playlist.view().entries(), entry -> writer.entry(entry, types)));
        });
  }

  private boolean mayReadContents(ServedPlaylist playlist) {
    return !style.isNewDevelopment() || playlist.editable();
  }

  private Answer liked(Request request, Caller caller) {
    if (!caller.may("user-library-read")) {
      return Answer.error(403, "Insufficient client scope");
    }
    List<LikedTrack> liked = state.serveLiked(caller.userId());
    return page(
        request,
        new Limits(20, 50),
        style.base() + "/me/tracks",
        paging -> paging.page(liked, writer::liked));
  }

  private Answer withPlaylist(Request request, Caller caller, Reader reader) {
    String id = request.subjectOrFail();
    if (!Ids.isWellFormed(id)) {
      return Answer.error(400, "Invalid base62 id");
    }
    Optional<ServedPlaylist> playlist = state.serve(id, caller);
    return playlist.map(reader::read).orElseGet(Answer::notFound);
  }

  private static Answer page(Request request, Limits limits, String href, PageWriter write) {
    int limit = number(request.query().get("limit"), limits.usual());
    if (limit < 1 || limit > limits.maximum()) {
      return Answer.error(400, "Invalid limit");
    }
    int offset = request.offset();
    if (offset < 0 || offset > 100_000) {
      return Answer.error(400, "Invalid offset");
    }
    String types = request.query().get("additional_types");
    return Answer.json(write.write(new PlaylistJson.Paging(href, offset, limit, types)));
  }

  private static int number(@Nullable String text, int usual) {
    try {
      return text == null ? usual : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private record Limits(int usual, int maximum) {}

  @FunctionalInterface
  private interface Reader {
    Answer read(ServedPlaylist playlist);
  }

  @FunctionalInterface
  private interface PageWriter {
    ObjectNode write(PlaylistJson.Paging paging);
  }
}
