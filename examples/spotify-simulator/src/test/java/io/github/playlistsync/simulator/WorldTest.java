package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WorldTest {

  private final SettableClock clock = new SettableClock();
  private final WorldState state = new WorldState(clock, 1, Duration.ofSeconds(30));
  private final World world = new World(state);
  private final Entries entries = Entries.seeded(4, "alice");
  private final List<SimulatedEntry> rows = entries.tracks(5);
  private final String id = world.createPlaylist("alice", "Rows", rows);

  @Test
  void everyEditMovesTheSnapshotOnce() {
    List<Consumer<PlaylistEditor>> edits =
        List.of(
            editor -> editor.add(0, entries.track()),
            editor -> editor.append(entries.tracks(2)),
            editor -> editor.move(0, 3),
            editor -> editor.remove(1, 2),
            editor -> editor.rename("Other"),
            editor -> editor.describe("It&#x27;s other"),
            editor -> editor.setCover("https://i.scdn.co/image/1"),
            editor -> editor.setVisibility(Visibility.PRIVATE),
            editor -> editor.setCollaborative(true),
            editor -> editor.addCollaborator("bob"),
            PlaylistEditor::clear);
    Set<String> snapshots = new HashSet<>(Set.of(world.playlist(id).snapshotId()));

    for (Consumer<PlaylistEditor> edit : edits) {
      edit.accept(world.edit(id));
      snapshots.add(world.playlist(id).snapshotId());
    }

    assertThat(snapshots).hasSize(edits.size() + 1);
    assertThat(world.playlist(id).revision()).isEqualTo(edits.size() + 1);
  }

  @Test
  void likesAndReadsAndOdditiesMoveNothing() {
    String before = world.playlist(id).snapshotId();

    world.like("alice", rows.get(0).track());
    world.edit(id).setOddities(Oddity.NO_NAME).refreshCoverAddress("https://i.scdn.co/image/2");
    world.setAccess(id, Access.METADATA_ONLY);
    state.serve(id, new Caller("alice", Set.of()));

    assertThat(world.playlist(id).snapshotId()).isEqualTo(before);
  }

  @Test
  void insertsMovesAndRemovesRowsWhereTold() {
    SimulatedEntry added = entries.track();

    world.edit(id).add(1, added, added).move(0, 2).remove(4, 1).move(5, 0);

    assertThat(world.playlist(id).entries())
        .containsExactly(rows.get(4), added, added, rows.get(0), rows.get(1), rows.get(3));
  }

  @Test
  void refusesPositionsThatAreNone() {
    assertThatThrownBy(() -> world.edit(id).remove(4, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> world.edit(id).move(0, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> world.edit(id).add(6, entries.track()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(world.playlist(id).entries()).isEqualTo(rows);
    assertThat(world.playlist(id).revision()).isEqualTo(1);
    assertThatThrownBy(() -> world.edit("none")).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void bothFormsOfASnapshotCarryTheSameRevisionAndHash() {
    world.edit(id).rename("Two");
    String text = world.playlist(id).snapshotId();

    String[] plain =
        new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII).split(",", -1);
    ByteBuffer binary = ByteBuffer.wrap(Base64.getDecoder().decode(Snapshots.textToBinary(text)));

    assertThat(plain[0]).isEqualTo("2");
    assertThat(binary.remaining()).isEqualTo(24);
    assertThat(binary.getInt()).isEqualTo(2);
    byte[] hash = new byte[20];
    binary.get(hash);
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(plain[1]);
  }

  @Test
  void servedSnapshotsLagBehindEditsForAWhile() {
    String first = world.playlist(id).snapshotId();
    world.edit(id).rename("Two");
    String second = world.playlist(id).snapshotId();

    assertThat(served()).isEqualTo(first);
    clock.advance(Duration.ofSeconds(30));
    assertThat(served()).isEqualTo(second);
    world.edit(id).rename("Three").rename("Four");
    assertThat(served()).isEqualTo(second);
    clock.advance(Duration.ofSeconds(31));
    assertThat(served()).isEqualTo(world.playlist(id).snapshotId());
  }

  @Test
  void frozenAndRestlessSnapshotsIgnoreEdits() {
    String before = world.playlist(id).snapshotId();
    world.edit(id).setSnapshotBehavior(SnapshotBehavior.FROZEN).clear();
    assertThat(world.playlist(id).snapshotId()).isEqualTo(before);

    world.edit(id).setSnapshotBehavior(SnapshotBehavior.MOVES_ON_EVERY_READ);
    assertThat(served()).isNotEqualTo(served());
  }

  @Test
  void aViewStaysAsItWas() {
    PlaylistView before = world.playlist(id);

    world.edit(id).clear().rename("Gone");

    assertThat(before.entries()).isEqualTo(rows);
    assertThat(before.name()).isEqualTo("Rows");
  }

  @Test
  void listsHoldFollowedPlaylistsUntilUnfollowedOrDeleted() {
    world.follow("bob", id);
    String own = world.createPlaylist("bob", "Own");
    assertThat(ids("bob")).containsExactly(own, id);

    world.unfollow("bob", id);
    assertThat(ids("bob")).containsExactly(own);

    world.follow("bob", id);
    world.deletePlaylist(id);
    assertThat(ids("bob")).containsExactly(own);
    assertThatThrownBy(() -> world.playlist(id)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void spotifyOwnedPlaylistsHaveTheirOwnKindOfId() {
    String editorial = world.createSpotifyOwned("Hits", rows);

    assertThat(editorial).startsWith("37i9dQZF1").hasSize(22);
    assertThat(world.playlist(editorial).ownerId()).isEqualTo("spotify");
  }

  private String served() {
    return state.serve(id, new Caller("alice", Set.of())).orElseThrow().snapshotId();
  }

  private List<String> ids(String user) {
    return world.library(user).playlists().stream().map(PlaylistView::id).toList();
  }
}
