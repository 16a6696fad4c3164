package io.github.playlistsync;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.PlaylistField;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A catalog whose playlists a test edits, and whose answers it bends. */
final class FakeSpotify implements SpotifyCatalog {
  static final Instant ADDED = Instant.parse("2024-02-03T04:05:06Z");
  private static final int EMBEDDED = 100;

  private final Map<PlaylistId, Remote> playlists = new LinkedHashMap<>();
  private final Map<UserId, List<PlaylistId>> libraries = new LinkedHashMap<>();
  final Remote liked =
      new Remote(
          new Playlist(
              PlaylistId.of("unused"), "", null, Visibility.UNKNOWN, false, null, null, null));
  private final Set<String> withheld = new HashSet<>();
  private final Set<PlaylistId> hidden = new HashSet<>();
  private final List<String> calls = new ArrayList<>();
  boolean hasSnapshots = true;

  /** Items that the pages of a playlist show instead of its own, under its snapshot of now. */
  final Map<PlaylistId, List<PlaylistItem>> outdated = new ConcurrentHashMap<>();

  Set<PlaylistField> leftOut = Set.of();
  Consumer<String> beforeCall = call -> {};
  Consumer<CallContext> onCall = call -> {};
  UnaryOperator<Playlist> bentMetadata = playlist -> playlist;
  UnaryOperator<ItemPage> bentPage = page -> page;
  UnaryOperator<LibraryPage> bentList = page -> page;

  final class Remote {
    Playlist playlist;
    int snapshot = 1;
    final List<PlaylistItem> items = new ArrayList<>();

    Remote(Playlist playlist) {
      this.playlist = playlist;
    }

    /** No call sees half of an edit. */
    void edit(Consumer<List<PlaylistItem>> edit) {
      synchronized (FakeSpotify.this) {
        List<PlaylistItem> edited = new ArrayList<>(items);
        edit.accept(edited);
        items.clear();
        for (PlaylistItem item : edited) {
          items.add(item.at(items.size()));
        }
        snapshot++;
      }
    }

    void metadata(UnaryOperator<Playlist> edit) {
      playlist = edit.apply(playlist);
      snapshot++;
    }
  }

  Remote create(UserId owner, String id, String... tracks) {
    PlaylistId playlistId = PlaylistId.of(id);
    Remote remote =
        new Remote(
            new Playlist(
                playlistId,
                "Name of " + id,
                null,
                Visibility.PUBLIC,
                false,
                owner.value(),
                owner.value(),
                null));
    remote.edit(items -> List.of(tracks).forEach(name -> items.add(item(name))));
    playlists.put(playlistId, remote);
    follow(owner, playlistId);
    return remote;
  }

  Remote create(UserId owner, String id, int tracks) {
    String[] names = new String[tracks];
    for (int i = 0; i < tracks; i++) {
      names[i] = id + "-" + i;
    }
    return create(owner, id, names);
  }

  void follow(UserId user, PlaylistId id) {
    libraries.computeIfAbsent(user, key -> new ArrayList<>()).add(id);
  }

  void unfollow(UserId user, PlaylistId id) {
    libraries.get(user).remove(id);
  }

  void withhold(UserId user, PlaylistId id) {
    withheld.add(user + " " + id);
  }

  void give(UserId user, PlaylistId id) {
    withheld.remove(user + " " + id);
  }

  void hide(PlaylistId id) {
    hidden.add(id);
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized void forgetCalls() {
    calls.clear();
  }

  /** The next look at a playlist shows other items than its own, whatever its snapshot. */
  void serveOnce(PlaylistId id, List<PlaylistItem> old) {
    outdated.put(id, old);
    AtomicInteger looks = new AtomicInteger();
    beforeCall =
        call -> {
          if (call.equals("playlist " + id) && looks.getAndIncrement() > 0) {
            outdated.clear();
          }
        };
  }

  static PlaylistItem item(String name) {
    if (name.equals("-")) {
      return new PlaylistItem(0, null, ADDED, null);
    }
    Track track =
        new Track(
            TrackUri.of("spotify:track:" + name),
            TrackKind.TRACK,
            name,
            "Title " + name,
            List.of("Artist"),
            "Album",
            null,
            1000L,
            false,
            null);
    return new PlaylistItem(0, track, ADDED, "adder");
  }

  @Override
  public LibraryPage library(CallContext call, int offset) {
    called(call, "list " + offset);
    synchronized (this) {
      List<PlaylistId> ids = libraries.getOrDefault(call.user(), List.of());
      int end = Math.min(offset + LibraryPage.MAX_LIMIT, ids.size());
      List<LibraryPage.@Nullable Entry> entries = new ArrayList<>();
      for (PlaylistId id : ids.subList(Math.min(offset, end), end)) {
        Remote remote = playlists.get(id);
        entries.add(
            new LibraryPage.Entry(
                metadata(remote), leftOut, snapshot(remote), remote.items.size()));
      }
      return bentList.apply(
          new LibraryPage(
              offset, LibraryPage.MAX_LIMIT, ids.size(), end < ids.size(), entries, List.of()));
    }
  }

  @Override
  public RemotePlaylist playlist(CallContext call, PlaylistId id) {
    called(call, "playlist " + id);
    synchronized (this) {
      Remote remote = remote(id);
      ItemPage first = withheld.contains(call.user() + " " + id) ? null : page(remote, 0, EMBEDDED);
      return new RemotePlaylist(
          metadata(remote), leftOut, snapshot(remote), first, ItemSource.ITEMS, List.of());
    }
  }

  @Override
  public ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit) {
    called(call, "items " + id + " " + offset);
    synchronized (this) {
      if (withheld.contains(call.user() + " " + id)) {
        throw new AccessDeniedException(AccessDeniedException.Reason.CONTENTS, "403 for " + id);
      }
      return page(remote(id), offset, limit);
    }
  }

  @Override
  public SnapshotProbe probe(CallContext call, PlaylistId id) {
    called(call, "probe " + id);
    synchronized (this) {
      Remote remote = remote(id);
      return new SnapshotProbe(snapshot(remote), outdated.getOrDefault(id, remote.items).size());
    }
  }

  @Override
  public ItemPage likedSongs(CallContext call, int offset, int limit) {
    called(call, "liked " + offset);
    synchronized (this) {
      return page(liked, offset, limit);
    }
  }

  @Override
  public RequestGate.Status gate() {
    return new RequestGate.Status(0, null, calls().size(), Duration.ZERO);
  }

  private void called(CallContext call, String what) {
    call.checkCanceled();
    call.requestSent();
    synchronized (this) {
      calls.add(what);
    }
    beforeCall.accept(what);
    onCall.accept(call);
  }

  private Remote remote(PlaylistId id) {
    Remote remote = playlists.get(id);
    if (remote == null || hidden.contains(id)) {
      throw new NotFoundException("404 for " + id);
    }
    return remote;
  }

  private ItemPage page(Remote remote, int offset, int limit) {
    List<PlaylistItem> items = outdated.getOrDefault(remote.playlist.id(), remote.items);
    int end = Math.min(offset + limit, items.size());
    return bentPage.apply(
        new ItemPage(
            offset,
            limit,
            items.size(),
            end < items.size(),
            items.subList(Math.min(offset, end), end),
            List.of()));
  }

  private Playlist metadata(Remote remote) {
    Playlist whole = bentMetadata.apply(remote.playlist);
    return new Playlist(
        whole.id(),
        leftOut.contains(PlaylistField.NAME) ? "" : whole.name(),
        leftOut.contains(PlaylistField.DESCRIPTION) ? null : whole.description(),
        whole.visibility(),
        !leftOut.contains(PlaylistField.COLLABORATIVE) && whole.collaborative(),
        whole.ownerId(),
        whole.ownerName(),
        leftOut.contains(PlaylistField.IMAGE) ? null : whole.imageUrl());
  }

  Remote playlist(String id) {
    return playlists.get(PlaylistId.of(id));
  }

  private @Nullable SnapshotId snapshot(Remote remote) {
    return !hasSnapshots ? null : SnapshotId.of(remote.playlist.id() + "/" + remote.snapshot);
  }
}
