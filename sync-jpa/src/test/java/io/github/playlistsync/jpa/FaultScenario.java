package io.github.playlistsync.jpa;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Something that the engine writes: the state before it, and what triggers it. */
enum FaultScenario {
  FIRST_SYNC {
    @Override
    void prepare(SyncEngine engine, ListedSpotify spotify, int items) {
      spotify.list(List.of(first(items)));
    }
  },

  /** Insertions, removals, moves, a duplicate, a placeholder, a renamed track. */
  EDITED {
    @Override
    void prepare(SyncEngine engine, ListedSpotify spotify, int items) {
      stored(engine, spotify, first(items));
      spotify.list(List.of(edited(items)));
    }
  },

  RENAMED {
    @Override
    void prepare(SyncEngine engine, ListedSpotify spotify, int items) {
      stored(engine, spotify, first(items));
      spotify.list(List.of(remote("p1", "Another name", "2", items(items))));
    }
  },

  /** One playlist leaves the list, and the others change places. */
  LIBRARY {
    @Override
    void prepare(SyncEngine engine, ListedSpotify spotify, int items) {
      ListedSpotify.Remote second = remote("p2", "Second", "1", items(2));
      ListedSpotify.Remote third = remote("p3", "Third", "1", items(3));
      stored(engine, spotify, first(5), second, third);
      spotify.list(List.of(third, first(5)));
    }
  },

  RESTORED {
    @Override
    void prepare(SyncEngine engine, ListedSpotify spotify, int items) {
      stored(engine, spotify, first(items));
      stored(engine, spotify, edited(items));
    }

    @Override
    boolean run(SyncEngine engine) {
      try {
        engine.history().restore(PLAYLIST, 1);
        return true;
      } catch (SyncException refused) {
        return false;
      }
    }
  };

  private static final UserId ANNA = UserId.of("anna");
  private static final PlaylistId PLAYLIST = PlaylistId.of("p1");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Brings an empty database to the state before, and the catalog to its new state. */
  abstract void prepare(SyncEngine engine, ListedSpotify spotify, int items);

  /** Writes it, and returns whether all of it was written. */
  boolean run(SyncEngine engine) {
    return engine.syncUser(ANNA).outcome() == SyncOutcome.COMPLETE;
  }

  private static void stored(
      SyncEngine engine, ListedSpotify spotify, ListedSpotify.Remote... list) {
    spotify.list(List.of(list));
    SyncReport report = engine.syncUser(ANNA);
    if (report.outcome() != SyncOutcome.COMPLETE) {
      throw new IllegalStateException("could not prepare: " + report);
    }
  }

  private static ListedSpotify.Remote first(int items) {
    return remote("p1", "First", "1", items(items));
  }

  private static ListedSpotify.Remote edited(int items) {
    List<PlaylistItem> edited = new ArrayList<>(items(items));
    edited.remove(items / 2);
    edited.add(0, item(items + 1, "New"));
    edited.add(3, edited.remove(items - 2));
    edited.add(item(items + 1, "New"));
    edited.add(7, new PlaylistItem(0, null, NOON, null));
    edited.set(1, item(0, "Called otherwise"));
    return remote("p1", "First", "2", edited);
  }

  private static List<PlaylistItem> items(int items) {
    List<PlaylistItem> made = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      // Every tenth is a duplicate.
      made.add(item(i % 10 == 9 ? i - 1 : i, "Title"));
    }
    return made;
  }

  private static ListedSpotify.Remote remote(
      String id, String name, String snapshot, List<PlaylistItem> items) {
    Playlist said =
        new Playlist(
            PlaylistId.of(id), name, "d", Visibility.PUBLIC, false, "anna", "Anna", "https://i");
    return new ListedSpotify.Remote(said, snapshot, items);
  }

  private static PlaylistItem item(int number, String title) {
    TrackUri uri = TrackUri.of("spotify:track:%022d".formatted(number));
    Track track =
        new Track(
            uri,
            TrackKind.TRACK,
            "id" + number,
            title + " " + number,
            List.of("An artist"),
            "Album",
            null,
            215_000L,
            false,
            null);
    return new PlaylistItem(0, track, NOON.plusSeconds(number), "adder");
  }
}
