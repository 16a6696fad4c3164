package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.settings.HistoryPolicy;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.AdditionalAnswers;

class PlaylistHistoryTest {
  private static final UserId ANNA = UserId.of("anna");
  private static final PlaylistId P1 = PlaylistId.of("p1");

  private final FakeSpotify spotify = new FakeSpotify();
  private final ManualTime time = new ManualTime();
  private final SyncEngine engine =
      SyncEngine.builder()
          .spotify(spotify)
          .store(InMemoryPlaylistStore.create())
          .clock(time)
          .sleeper(time)
          .build();
  private final PlaylistHistory history = engine.history();

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyRevisionOfARandomHistoryCanBeReadComparedAndRestored(long seed) {
    Random random = new Random(seed);
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "a", "-");
    List<List<PlaylistItem>> contents = new ArrayList<>();
    for (int revision = 1; revision <= 10; revision++) {
      engine.syncUser(ANNA);
      contents.add(List.copyOf(remote.items));
      time.advance(Duration.ofHours(1));
      remote.edit(items -> edit(random, items));
    }
    List<Revision> revisions = history.revisions(P1, Long.MAX_VALUE, 100);

    for (Revision revision : revisions) {
      List<PlaylistItem> then = history.itemsAt(P1, revision.number());
      assertThat(contents).as("seed " + seed).contains(then);
      assertThat(then).hasSize(revision.counts().items());
    }
    long third = Math.min(3, revisions.size());
    List<PlaylistItem> wanted = history.itemsAt(P1, third);
    Revision restored = history.restore(P1, third);

    assertThat(engine.items(ANNA, P1)).as("seed " + seed).isEqualTo(wanted);
    assertThat(history.itemsAt(P1, restored.number())).isEqualTo(wanted);
    assertThat(history.difference(P1, third, restored.number())).isEmpty();
    assertThat(history.itemsAt(P1, revisions.get(0).number()))
        .as("what was current before is kept")
        .isEqualTo(contents.get(contents.size() - 1));
  }

  @Test
  void aRevisionIsFoundByItsTime() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    Instant before = time.instant().minusSeconds(1);
    engine.syncUser(ANNA);
    time.advance(Duration.ofHours(1));
    Instant between = time.instant();
    time.advance(Duration.ofHours(1));
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    engine.syncUser(ANNA);

    assertThat(history.revisionAt(P1, before)).isEmpty();
    assertThat(history.revisionAt(P1, between)).hasValue(1);
    assertThat(history.revisionAt(P1, time.instant())).hasValue(2);
  }

  @Test
  void theDifferenceTellsWhatHappened() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a", "b", "c");
    engine.syncUser(ANNA);
    remote.edit(
        items -> {
          items.remove(0);
          items.add(FakeSpotify.item("d"));
        });
    engine.syncUser(ANNA);

    assertThat(history.difference(P1, 1, 2))
        .extracting(ItemChange::kind)
        .containsExactly(ItemChange.Kind.REMOVED, ItemChange.Kind.ADDED);
    assertThat(history.difference(P1, 2, 1))
        .extracting(ItemChange::kind)
        .containsExactly(ItemChange.Kind.REMOVED, ItemChange.Kind.ADDED);
    assertThat(history.difference(P1, 1, 2))
        .extracting(change -> change.track().title())
        .containsExactly("Title a", "Title d");
  }

  @Test
  void whatWasRestoredStaysUntilThePlaylistChangesOnSpotify() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    engine.syncUser(ANNA);

    Revision restored = history.restore(P1, 1);

    assertThat(restored.origin()).isEqualTo(Revision.Origin.RESTORE);
    assertThat(restored.number()).isEqualTo(3);
    assertThat(engine.syncUser(ANNA).cost().rowsWritten()).isZero();
    assertThat(engine.items(ANNA, P1)).hasSize(1);
    remote.edit(items -> items.add(FakeSpotify.item("c")));
    engine.syncUser(ANNA);
    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
  }

  @Test
  void whatWasRestoredIsReplacedByTheNextSyncOnceItIsInvalidated() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);
    remote.edit(items -> items.add(FakeSpotify.item("b")));
    engine.syncUser(ANNA);
    history.restore(P1, 1);

    assertThat(engine.invalidate(P1)).isTrue();

    assertThat(engine.items(ANNA, P1)).as("until the next sync").hasSize(1);
    engine.syncUser(ANNA);
    assertThat(engine.items(ANNA, P1)).isEqualTo(remote.items);
    assertThat(engine.syncUser(ANNA).cost().rowsWritten()).isZero();
    assertThat(engine.invalidate(PlaylistId.of("unknown"))).isFalse();
  }

  @Test
  void whatIsInvalidatedAndStillTrueMakesNoRevision() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);

    engine.invalidate(P1);
    engine.syncPlaylist(ANNA, P1);

    assertThat(history.revisions(P1, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(engine.playlist(P1).orElseThrow().snapshot()).as("it is known again").isNotNull();
  }

  @Test
  void restoringTheCurrentContentMakesNoRevision() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);

    assertThat(history.restore(P1, 1).number()).isEqualTo(1);
    assertThat(history.revisions(P1, Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void aRevisionThatIsNotKeptIsNamed() {
    spotify.create(ANNA, "p1", "a");
    engine.syncUser(ANNA);

    assertThatThrownBy(() -> history.itemsAt(P1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revision 2 of playlist p1 is not kept");
    assertThatThrownBy(() -> history.restore(P1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> history.revisions(P1, 5, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRevisionThatIsPrunedMeanwhileIsNotRestored() {
    PlaylistStore store = InMemoryPlaylistStore.create();
    PlaylistStore pruning = mock(PlaylistStore.class, AdditionalAnswers.delegatesTo(store));
    doAnswer(
            call -> {
              store.prune(P1, Long.MAX_VALUE, 100);
              return store.rowsAt(P1, 1);
            })
        .when(pruning)
        .rowsAt(P1, 1);
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    try (SyncEngine writing = SyncEngine.builder().spotify(spotify).store(store).build();
        SyncEngine restoring = SyncEngine.builder().spotify(spotify).store(pruning).build()) {
      writing.syncUser(ANNA);
      remote.edit(items -> items.set(0, FakeSpotify.item("b")));
      writing.syncUser(ANNA);

      assertThatThrownBy(() -> restoring.history().restore(P1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("revision 1 of playlist p1 is not kept");

      assertThat(writing.items(ANNA, P1)).hasSize(1);
    }
  }

  @Test
  void pruningKeepsTheNewestRevisionsAndWhatWasCurrentWithinTheAge() {
    FakeSpotify.Remote remote = spotify.create(ANNA, "p1", "a");
    for (int i = 0; i < 10; i++) {
      engine.syncUser(ANNA);
      time.advance(Duration.ofDays(1));
      String name = "t" + i;
      remote.edit(items -> items.set(0, FakeSpotify.item(name)));
    }
    Duration halfADayMoreThanThree = Duration.ofHours(84);

    while (history.prune(P1, new HistoryPolicy(halfADayMoreThanThree, 1_000), 2) == 2) {
      assertThat(engine.items(ANNA, P1)).hasSize(1);
    }
    assertThat(history.revisions(P1, Long.MAX_VALUE, 100))
        .extracting(Revision::number)
        .containsExactly(10L, 9L, 8L, 7L);
    assertThat(history.itemsAt(P1, 7)).hasSize(1);

    history.prune(P1, new HistoryPolicy(Duration.ofDays(1_000), 1), 1_000);
    assertThat(history.revisions(P1, Long.MAX_VALUE, 100))
        .extracting(Revision::number)
        .containsExactly(10L);
  }

  private static void edit(Random random, List<PlaylistItem> items) {
    int edits = 1 + random.nextInt(3);
    for (int i = 0; i < edits; i++) {
      int size = items.size();
      if (size > 0 && random.nextBoolean()) {
        items.add(random.nextInt(size), items.remove(random.nextInt(size)));
      } else if (size > 2 && random.nextBoolean()) {
        items.remove(random.nextInt(size));
      } else {
        String name = List.of("a", "b", "c", "-").get(random.nextInt(4));
        items.add(random.nextInt(size + 1), FakeSpotify.item(name));
      }
    }
  }
}
