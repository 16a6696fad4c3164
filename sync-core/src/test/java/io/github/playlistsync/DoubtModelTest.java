package io.github.playlistsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.LibraryPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of true edits and of lies that are told once. A reference knows which is which:
 * what is stored was once true, nobody leaves who did not, and two honest runs make all right.
 */
class DoubtModelTest extends EngineFixture {
  private static final int STEPS = Integer.getInteger("doubt.steps", 60);

  /** Every content that each playlist ever had on Spotify. */
  private final Map<PlaylistId, Set<List<PlaylistItem>>> truths = new HashMap<>();

  private final Set<PlaylistId> followed = new LinkedHashSet<>();
  private int created;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsStoredWasOnceTrue(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      create(random);
    }
    for (int step = 0; step < STEPS; step++) {
      for (int edits = random.nextInt(3); edits > 0; edits--) {
        edit(random);
      }
      String lie = tell(random);
      time.advance(Duration.ofSeconds(random.nextInt(4_000)));

      engine.syncUser(ANNA);

      spotify.bentPage = page -> page;
      spotify.bentList = page -> page;
      spotify.beforeCall = call -> {};
      assertThat(lies()).as("seed %d, step %d, after %s", seed, step, lie).isEmpty();
      if (random.nextInt(4) == 0) {
        // What was refused in two runs is asked for again only after a while.
        time.advance(Duration.ofDays(8));
        engine.syncUser(ANNA);
        engine.syncUser(ANNA);
        assertThat(untruths()).as("seed %d, step %d, honest runs", seed, step).isEmpty();
      }
    }
  }

  private void create(Random random) {
    String id = "p" + created++;
    int size = List.of(0, 1, 3, 12, 60, 130, 600).get(random.nextInt(7));
    spotify.create(ANNA, id, size);
    followed.add(PlaylistId.of(id));
    remember(PlaylistId.of(id));
  }

  private void remember(PlaylistId id) {
    truths
        .computeIfAbsent(id, key -> new HashSet<>())
        .add(List.copyOf(spotify.playlist(id.value()).items));
  }

  private PlaylistId any(Random random) {
    return List.copyOf(followed).get(random.nextInt(followed.size()));
  }

  private void edit(Random random) {
    int kind = random.nextInt(8);
    if (kind == 0 || followed.isEmpty()) {
      create(random);
      return;
    }
    PlaylistId id = any(random);
    if (kind == 1 && followed.size() > 2) {
      spotify.unfollow(ANNA, id);
      followed.remove(id);
      return;
    }
    spotify
        .playlist(id.value())
        .edit(
            items -> {
              int size = items.size();
              switch (kind) {
                case 2 -> items.clear();
                case 3 -> items.subList(0, size * 3 / 4).clear();
                case 4 -> {
                  if (size > 1) {
                    items.add(random.nextInt(size), items.remove(random.nextInt(size)));
                  }
                }
                case 5 -> {
                  if (size > 0) {
                    items.remove(random.nextInt(size));
                  }
                }
                default -> items.add(random.nextInt(size + 1), FakeSpotify.item("n" + id + size));
              }
            });
    remember(id);
  }

  /** Lets one answer of the next run be false. */
  private String tell(Random random) {
    int chosen = random.nextInt(9);
    int late = random.nextInt(3);
    switch (chosen) {
      case 0 -> spotify.bentPage = once(late, page -> pageOf(page, 0, List.of()));
      case 1 -> spotify.bentPage = once(late, DoubtModelTest::withoutTracks);
      case 2 -> {
        spotify.bentPage = once(late, page -> pageOf(page, Integer.MAX_VALUE, page.items()));
      }
      case 3 -> spotify.bentList = once(0, page -> listOf(page, List.of()));
      case 4 -> {
        spotify.bentList =
            once(
                random.nextInt(2),
                page ->
                    listOf(
                        page,
                        page.entries().subList(page.entries().size() / 2, page.entries().size())));
      }
      case 5 -> refuse(late, () -> new NotFoundException("404"));
      case 6 ->
          refuse(
              late,
              () -> new AccessDeniedException(AccessDeniedException.Reason.CONTENTS, "Forbidden"));
      case 7 -> refuse(late, () -> new SpotifyUnavailableException("503"));
      default -> {
        return "no lie";
      }
    }
    return "lie " + chosen + " after " + late;
  }

  private void refuse(int late, java.util.function.Supplier<RuntimeException> refusal) {
    AtomicInteger asked = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist") && asked.getAndIncrement() == late) {
            throw refusal.get();
          }
        };
  }

  private static <T> UnaryOperator<T> once(int late, UnaryOperator<T> lie) {
    AtomicInteger asked = new AtomicInteger();
    return answer -> asked.getAndIncrement() == late ? lie.apply(answer) : answer;
  }

  private static ItemPage pageOf(ItemPage page, int total, List<PlaylistItem> items) {
    return new ItemPage(page.offset(), page.limit(), total, false, items, List.of());
  }

  private static ItemPage withoutTracks(ItemPage page) {
    List<PlaylistItem> items = new ArrayList<>();
    for (PlaylistItem item : page.items()) {
      items.add(new PlaylistItem(item.position(), null, item.addedAt(), item.addedBy()));
    }
    // In a long playlist a page without tracks is too little to be weak.
    return page.total() != null && page.total() > 100
        ? page
        : new ItemPage(page.offset(), page.limit(), page.total(), false, items, List.of());
  }

  private static LibraryPage listOf(LibraryPage page, List<LibraryPage.Entry> entries) {
    return new LibraryPage(0, page.limit(), entries.size(), false, entries, List.of());
  }

  /** What is stored and never was true. */
  private List<String> lies() {
    List<String> lies = new ArrayList<>();
    for (LibraryEntry entry : store.library(ANNA)) {
      PlaylistId id = entry.playlist();
      if (entry.goneSince() != null && followed.contains(id)) {
        lies.add(id + " is gone");
      }
      boolean read = engine.playlist(id).filter(stored -> stored.hasContent()).isPresent();
      if (read && !truths.get(id).contains(items(id))) {
        lies.add(id + " holds " + items(id).size() + " items that it never had");
      }
    }
    return lies;
  }

  /** What is not as it is on Spotify now. */
  private List<String> untruths() {
    List<String> untruths = new ArrayList<>(lies());
    for (PlaylistId id : followed) {
      List<PlaylistItem> now = spotify.playlist(id.value()).items;
      if (!engine.items(ANNA, id).equals(now)) {
        untruths.add(id + " should hold " + now.size() + " items");
      }
    }
    for (LibraryEntry entry : store.library(ANNA)) {
      if (entry.isListed() != followed.contains(entry.playlist())) {
        untruths.add(entry.playlist() + " is listed: " + entry.isListed());
      }
    }
    return untruths;
  }

  /** The stored items, whoever may read them. */
  private List<PlaylistItem> items(PlaylistId id) {
    return engine.history().itemsAt(id, engine.playlist(id).orElseThrow().revision());
  }
}
