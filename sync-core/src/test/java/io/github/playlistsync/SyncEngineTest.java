package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncListener;
import io.github.playlistsync.report.SyncOutcome;
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
  void aClosedEngineRefusesWork() {
    engine.close();

    assertThatThrownBy(() -> engine.syncUser(ANNA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
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
