package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.LibraryPlaylist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncEngineTest extends EngineFixture {

  @Test
  void aListenerThatThrowsChangesNothing() {
    spotify.create(ANNA, "p1", "a");
    SyncListener broken =
        new SyncListener() {
          @Override
          public void playlistDone(UserId user, PlaylistReport report, List<ItemChange> changes) {
            throw new IllegalStateException("broken listener");
          }
        };
    try (SyncEngine other =
        SyncEngine.builder().spotify(spotify).store(store).listener(broken).build()) {

      assertThat(other.syncUser(ANNA).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    }
  }

  @Test
  void anInterruptedRunThrowsAndKeepsWhatWasWritten() {
    spotify.create(ANNA, "p1", "a");
    spotify.create(ANNA, "p2", 300);
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p2")) {
            Thread.currentThread().interrupt();
          }
        };
    try (SyncEngine single = oneByOne()) {
      assertThatThrownBy(() -> single.syncUser(ANNA)).isInstanceOf(SyncInterruptedException.class);
    }

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.rows(PlaylistId.of("p1"))).hasSize(1);
    assertThat(store.find(Set.of(PlaylistId.of("p2")))).isEmpty();
  }

  @Test
  void aLibraryComesInPagesWithNamesAndCounts() {
    spotify.create(ANNA, "p1", "a", "b");
    spotify.create(ANNA, "p2", "c");
    engine.syncUser(ANNA);

    List<LibraryPlaylist> first = engine.library(ANNA, null, 1);
    List<LibraryPlaylist> second = engine.library(ANNA, PlaylistId.of("p1"), 10);

    assertThat(first).singleElement().extracting(LibraryPlaylist::playlist).isEqualTo(stored("p1"));
    assertThat(second)
        .singleElement()
        .extracting(LibraryPlaylist::entry)
        .isEqualTo(entry(ANNA, "p2"));
    assertThat(engine.library(ANNA, PlaylistId.of("p2"), 10)).isEmpty();
  }

  @Test
  void theGateOfTheCallsIsSeenThroughTheEngine() {
    spotify.create(ANNA, "p1", "a");

    engine.syncUser(ANNA);

    assertThat(engine.gate().callsLastDay()).isEqualTo(spotify.calls().size()).isPositive();
  }

  @Test
  void aClosedEngineRefusesWork() {
    engine.close();

    assertThatThrownBy(() -> engine.syncUser(ANNA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void likedSongsOfAnotherUserAreRefusedByName() {
    PlaylistId bens = PlaylistId.likedSongs(BEN);

    assertThatThrownBy(() -> engine.syncPlaylist(ANNA, bens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("playlist is liked:ben; user anna can sync no Liked Songs but their own");
    assertThatThrownBy(() -> engine.enqueuePlaylistSync(ANNA, bens, Priority.LOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("playlist is liked:ben");
  }

  /** The generators other than the oldest ones come with the module jdk.random. */
  @Test
  void aRuntimeOfTheNeededModulesIsEnough() throws Exception {
    Process java =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "--limit-modules",
                "java.base,java.net.http,java.xml",
                "-cp",
                System.getProperty("java.class.path"),
                OnFewModules.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor()).as(said).isZero();
  }

  static final class OnFewModules {
    private OnFewModules() {}

    public static void main(String[] args) {
      SyncEngine.builder()
          .spotify(new FakeSpotify())
          .store(InMemoryPlaylistStore.create())
          .build()
          .close();
    }
  }

  @Test
  void theBuilderNamesThePortThatIsMissing() {
    assertThatThrownBy(() -> SyncEngine.builder().spotify(spotify).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("store(...)");
    assertThatThrownBy(() -> SyncEngine.builder().store(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("playlistStore");
  }
}
