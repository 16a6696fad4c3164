package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.PlaylistId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a user's list says, and does not say, of the playlists that are not in it. */
class ListDoubtTest extends EngineFixture {
  private static final PlaylistId P1 = PlaylistId.of("p1");

  private SyncEngine another() {
    return SyncEngine.builder().spotify(spotify).store(store).clock(time).sleeper(time).build();
  }

  // ---- two runs at once

  /** Anna may not read p1 until another run has ended that happens during hers. */
  private void whileAnnaAsksForP1(Runnable edit) {
    AtomicBoolean once = new AtomicBoolean();
    spotify.beforeCall =
        call -> {
          if (call.equals("playlist p1") && !once.getAndSet(true)) {
            edit.run();
            try (SyncEngine other = another()) {
              other.syncUser(ANNA);
            }
            spotify.give(ANNA, P1);
          }
        };
  }

  private void annaFollowsBensP1() {
    spotify.create(ANNA, "p0", "z");
    spotify.create(BEN, "p1", "a");
    spotify.follow(ANNA, P1);
    spotify.withhold(ANNA, P1);
    engine.syncUser(ANNA);
  }

  @Test
  void aRunOfOnePlaylistLeavesListedWhatAnotherRunFoundInTheListAgain() {
    annaFollowsBensP1();
    spotify.unfollow(ANNA, P1);
    engine.syncUser(ANNA);
    whileAnnaAsksForP1(() -> spotify.follow(ANNA, P1));

    engine.syncPlaylist(ANNA, P1);

    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
    assertThat(entry(ANNA, "p1").isListed()).isTrue();
  }

  @Test
  void aRunOfOnePlaylistLeavesGoneWhatAnotherRunFoundToHaveLeft() {
    annaFollowsBensP1();
    whileAnnaAsksForP1(() -> spotify.unfollow(ANNA, P1));

    engine.syncPlaylist(ANNA, P1);

    assertThat(entry(ANNA, "p1").access()).isEqualTo(Access.FULL);
    assertThat(entry(ANNA, "p1").isListed()).isFalse();
  }
}
