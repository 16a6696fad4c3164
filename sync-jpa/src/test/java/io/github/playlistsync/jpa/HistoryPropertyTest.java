package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.PlaylistHistory;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.settings.HistoryPolicy;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.settings.SyncSettings;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a playlist, compared with a model that keeps a copy of each content. {@code
 * -Dsync.history.seeds=100} tries more of them.
 */
class HistoryPropertyTest {
  private static final int SEEDS = Integer.getInteger("sync.history.seeds", 2);
  private static final int EDITS = 14;
  private static final UserId ANNA = UserId.of("anna");
  private static final PlaylistId ID = PlaylistId.of("p1");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** An item without its position. */
  private record Row(TrackUri uri, Instant addedAt, String addedBy) {
    static Row of(PlaylistItem item) {
      return new Row(item.uri(), item.addedAt(), item.addedBy());
    }

    static Row of(ItemChange change) {
      return new Row(change.uri(), change.addedAt(), change.addedBy());
    }
  }

  static Stream<Named<Supplier<PlaylistStore>>> emptyStores() {
    return Stream.concat(
        Stream.of(Named.of("MEMORY", InMemoryPlaylistStore::create)),
        StoreKind.chosen().map(kind -> Named.of(kind.name(), kind::emptyStore)));
  }

  @ParameterizedTest
  @MethodSource("emptyStores")
  void everyRevisionIsWhatItWas(Supplier<PlaylistStore> emptyStore) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new History(emptyStore.get(), seed).check();
    }
  }

  /** One random history. */
  private static final class History {
    private final String name;
    private final Random random;
    private final ListedSpotify spotify = new ListedSpotify();
    private final ManualTime time = new ManualTime();
    private final SyncEngine engine;
    private final PlaylistHistory history;
    private final TreeMap<Long, List<Row>> model = new TreeMap<>();
    private final TreeMap<Instant, Long> times = new TreeMap<>();
    private List<PlaylistItem> remote = new ArrayList<>();
    private int renamed;

    History(PlaylistStore store, long seed) {
      name = "seed " + seed;
      random = new Random(seed);
      engine =
          SyncEngine.builder()
              .spotify(spotify)
              .store(store)
              .settings(
                  SyncSettings.defaults()
                      .withPlaylistsAtOnce(1)
                      .withPagesAtOnce(1)
                      .withRemovalGuard(new RemovalGuard(0.5, 10, Duration.ZERO, Duration.ZERO)))
              .clock(time)
              .build();
      history = engine.history();
    }

    void check() {
      try (engine) {
        for (int i = 0; i < EDITS || model.size() < 10; i++) {
          step(i);
        }
        everyContentIsKept();
        differencesLeadFromOneToAnother();
        restoringGivesTheThirdAgain();
        everyContentIsKept();
        pruningChangesNothingThatIsOffered();
      }
    }

    /** An edit of the items, one of the metadata alone, or a restoration. */
    private void step(int i) {
      time.advance(Duration.ofMinutes(1 + random.nextInt(600)));
      int kind = random.nextInt(10);
      if (kind == 0 && !model.isEmpty()) {
        restore(pick(List.copyOf(model.keySet())));
        return;
      }
      if (kind == 1) {
        renamed++;
      } else {
        edit();
      }
      Playlist said =
          new Playlist(ID, "Name " + renamed, null, Visibility.PUBLIC, false, "anna", null, null);
      spotify.list(List.of(new ListedSpotify.Remote(said, "snapshot-" + i, List.copyOf(remote))));
      assertThat(engine.syncUser(ANNA).outcome()).as(name).isEqualTo(SyncOutcome.COMPLETE);
      remember(remote.stream().map(Row::of).toList());
    }

    private void remember(List<Row> content) {
      if (model.isEmpty() || !model.lastEntry().getValue().equals(content)) {
        long next = model.isEmpty() ? 1 : model.lastKey() + 1;
        model.put(next, content);
        times.put(time.instant(), next);
      }
      assertThat(engine.playlist(ID).orElseThrow().revision()).as(name).isEqualTo(model.lastKey());
    }

    private void restore(long revision) {
      Revision restored = history.restore(ID, revision);
      remember(model.get(revision));
      assertThat(restored.number()).as(name).isEqualTo(model.lastKey());
    }

    private void edit() {
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int size = remote.size();
        switch (random.nextInt(5)) {
          case 0 -> remote.add(random.nextInt(size + 1), item());
          case 1 -> remote.add(new PlaylistItem(0, null, NOON, null));
          default -> {
            if (size == 0) {
              remote.add(item());
            } else if (random.nextInt(3) == 0) {
              remote.remove(random.nextInt(size));
            } else if (random.nextBoolean()) {
              remote.add(random.nextInt(size), remote.remove(random.nextInt(size)));
            } else {
              remote.add(random.nextInt(size + 1), remote.get(random.nextInt(size)));
            }
          }
        }
      }
    }

    /** One of few, so that duplicates are frequent. */
    private PlaylistItem item() {
      String id = "t" + random.nextInt(6);
      Track track =
          new Track(
              TrackUri.of("spotify:track:" + id),
              TrackKind.TRACK,
              id,
              "Title " + random.nextInt(3),
              List.of(),
              null,
              null,
              null,
              null,
              null);
      return new PlaylistItem(0, track, NOON.plusSeconds(random.nextInt(2)), "adder");
    }

    private void everyContentIsKept() {
      for (Map.Entry<Long, List<Row>> then : model.entrySet()) {
        assertThat(rowsAt(then.getKey()))
            .as("%s, revision %d", name, then.getKey())
            .isEqualTo(then.getValue());
      }
      assertThat(engine.items(ANNA, ID).stream().map(Row::of).toList())
          .as(name)
          .isEqualTo(model.lastEntry().getValue());
      times.forEach(
          (at, revision) -> {
            assertThat(history.revisionAt(ID, at)).as(name).hasValue(revision);
            Long before = model.lowerKey(revision);
            assertThat(history.revisionAt(ID, at.minusMillis(1)))
                .as(name)
                .isEqualTo(
                    before == null
                        ? java.util.OptionalLong.empty()
                        : java.util.OptionalLong.of(before));
          });
    }

    private void differencesLeadFromOneToAnother() {
      List<Long> revisions = List.copyOf(model.keySet());
      for (int pairs = 0; pairs < 40; pairs++) {
        long from = pick(revisions);
        long to = pick(revisions);
        List<ItemChange> changes = history.difference(ID, from, to);
        assertThat(applied(changes, model.get(from)))
            .as("%s, from %d to %d: %s", name, from, to, changes)
            .isEqualTo(model.get(to));
      }
    }

    /** Takes out what was removed or moved, and inserts what was added or moved. */
    private static List<Row> applied(List<ItemChange> changes, List<Row> before) {
      List<Row> rows = new ArrayList<>(before);
      changes.stream()
          .filter(change -> change.from() != null)
          .sorted(Comparator.comparing(ItemChange::from).reversed())
          .forEach(
              change -> assertThat(rows.remove((int) change.from())).isEqualTo(Row.of(change)));
      changes.stream()
          .filter(change -> change.to() != null)
          .sorted(Comparator.comparing(ItemChange::to))
          .forEach(change -> rows.add(change.to(), Row.of(change)));
      return rows;
    }

    private void restoringGivesTheThirdAgain() {
      time.advance(Duration.ofMinutes(1));
      List<Row> third = model.get(3L);
      restore(3);
      assertThat(engine.items(ANNA, ID).stream().map(Row::of).toList()).as(name).isEqualTo(third);
    }

    private void pruningChangesNothingThatIsOffered() {
      HistoryPolicy policy = new HistoryPolicy(Duration.ofHours(random.nextInt(40)), 7);
      int deleted;
      do {
        deleted = history.prune(ID, policy, 1 + random.nextInt(9));
        List<Long> kept =
            history.revisions(ID, Long.MAX_VALUE, 1_000).stream().map(Revision::number).toList();
        model.keySet().retainAll(kept);
        times.values().retainAll(kept);
        assertThat(model).as(name).hasSameSizeAs(kept).isNotEmpty();
        for (long revision : kept) {
          assertThat(rowsAt(revision)).as(name).isEqualTo(model.get(revision));
        }
      } while (deleted > 0);
      everyContentIsOfferedToReaders();
    }

    private void everyContentIsOfferedToReaders() {
      assertThat(engine.items(ANNA, ID).stream().map(Row::of).toList())
          .as(name)
          .isEqualTo(model.lastEntry().getValue());
      differencesLeadFromOneToAnother();
    }

    private List<Row> rowsAt(long revision) {
      return history.itemsAt(ID, revision).stream().map(Row::of).toList();
    }

    private long pick(List<Long> choice) {
      return choice.get(random.nextInt(choice.size()));
    }
  }
}
