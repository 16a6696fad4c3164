package io.github.playlistsync;

import static io.github.playlistsync.Lies.withItems;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Visibility;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.PlaylistField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of true edits and of lies that are told once. A reference knows which is which:
 * what is stored was once true, nobody leaves who did not, and two honest runs make all right.
 */
class DoubtModelTest extends EngineFixture {
  private static final int STEPS = Integer.getInteger("doubt.steps", 60);

  /** Every content that each playlist ever had on Spotify, and all its metadata. */
  private final Map<PlaylistId, Set<List<PlaylistItem>>> truths = new HashMap<>();

  private final Map<PlaylistId, Set<Playlist>> metadata = new HashMap<>();

  /** What the store knew of items before the run. */
  private final Map<PlaylistId, List<PlaylistItem>> before = new HashMap<>();

  private final Set<PlaylistId> followed = new LinkedHashSet<>();
  private int created;
  private int added;

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
      before.clear();
      storedIds().forEach(id -> before.put(id, items(id)));
      String lie = tell(random);
      time.advance(Duration.ofSeconds(random.nextInt(4_000)));

      engine.syncUser(ANNA);

      beHonest();
      assertThat(lies()).as("seed %d, step %d, after %s", seed, step, lie).isEmpty();
      if (random.nextInt(3) == 0) {
        engine.syncUser(ANNA);
        assertThat(untold()).as("seed %d, step %d, the run after %s", seed, step, lie).isEmpty();
      }
      if (random.nextInt(4) == 0) {
        // What was refused in two runs is asked for again only after a while.
        time.advance(Duration.ofDays(8));
        engine.syncUser(ANNA);
        engine.syncUser(ANNA);
        assertThat(untruths()).as("seed %d, step %d, honest runs", seed, step).isEmpty();
      }
    }
  }

  private void beHonest() {
    spotify.bentPage = page -> page;
    spotify.bentList = page -> page;
    spotify.beforeCall = call -> {};
    spotify.bentMetadata = playlist -> playlist;
    spotify.leftOut = Set.of();
    spotify.outdated.clear();
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
    metadata.computeIfAbsent(id, key -> new HashSet<>()).add(spotify.playlist(id.value()).playlist);
  }

  private PlaylistId any(Random random) {
    return List.copyOf(followed).get(random.nextInt(followed.size()));
  }

  private void edit(Random random) {
    int kind = random.nextInt(9);
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
    if (kind == 2) {
      String name = "Name " + random.nextInt(100);
      spotify.playlist(id.value()).metadata(playlist -> renamed(playlist, name));
      remember(id);
      return;
    }
    spotify
        .playlist(id.value())
        .edit(
            items -> {
              int size = items.size();
              switch (kind) {
                case 3 -> items.clear();
                case 4 -> items.subList(0, size * 3 / 4).clear();
                case 5 -> {
                  if (size > 1) {
                    items.add(random.nextInt(size), items.remove(random.nextInt(size)));
                  }
                }
                case 6 -> {
                  if (size > 0) {
                    items.remove(random.nextInt(size));
                  }
                }
                default -> items.add(random.nextInt(size + 1), FakeSpotify.item("n" + added++));
              }
            });
    remember(id);
  }

  /** Lets one answer of the next run be false. */
  private String tell(Random random) {
    int chosen = random.nextInt(14);
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
      case 8 -> spotify.bentPage = once(late, Lies::withoutFacts);
      case 9 -> spotify.bentPage = onceEarly(1 + random.nextInt(60));
      case 10 -> serveOnce(any(random));
      case 11 -> {
        spotify.leftOut = EnumSet.allOf(PlaylistField.class);
        spotify.bentMetadata =
            playlist ->
                new Playlist(playlist.id(), "", null, Visibility.UNKNOWN, false, null, null, null);
      }
      case 12 -> spotify.bentPage = onceOld(late);
      default -> {
        return "no lie";
      }
    }
    return "lie " + chosen + " after " + late;
  }

  private void refuse(int late, Supplier<RuntimeException> refusal) {
    AtomicInteger asked = new AtomicInteger();
    spotify.beforeCall =
        call -> {
          if (call.startsWith("playlist") && asked.getAndIncrement() == late) {
            throw refusal.get();
          }
        };
  }

  /** The next look at a playlist finds the items that are stored, whatever its snapshot. */
  private void serveOnce(PlaylistId id) {
    List<PlaylistItem> old = before.get(id);
    if (old != null) {
      spotify.serveOnce(id, old);
    }
  }

  /** The next page that is not a first one starts early, under the offset that was asked for. */
  private UnaryOperator<ItemPage> onceEarly(int items) {
    AtomicBoolean told = new AtomicBoolean();
    return page -> {
      int from = page.offset() - items;
      int to = from + page.items().size();
      return from < 0 || page.items().isEmpty() || told.getAndSet(true)
          ? page
          : withItems(
              page, page.total(), spotify.playlist(idOf(page).value()).items.subList(from, to));
    };
  }

  /** The next page of some playlist has the items that are stored at its positions. */
  private UnaryOperator<ItemPage> onceOld(int late) {
    AtomicInteger asked = new AtomicInteger();
    return page -> {
      if (page.items().isEmpty()) {
        return page;
      }
      List<PlaylistItem> old = before.get(idOf(page));
      return old == null || old.size() != page.total() || asked.getAndIncrement() != late
          ? page
          : withItems(
              page, page.total(), old.subList(page.offset(), page.offset() + page.items().size()));
    };
  }

  private PlaylistId idOf(ItemPage page) {
    return followed.stream()
        .filter(id -> spotify.playlist(id.value()).items.containsAll(page.items()))
        .findFirst()
        .orElseThrow();
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

  /** What is stored and never was true, and what is no longer known. */
  private List<String> lies() {
    List<String> lies = new ArrayList<>();
    for (LibraryEntry entry : store.library(ANNA)) {
      if (entry.goneSince() != null && followed.contains(entry.playlist())) {
        lies.add(entry.playlist() + " is gone");
      }
    }
    for (PlaylistId id : storedIds()) {
      List<PlaylistItem> items = items(id);
      if (truths.get(id).stream().noneMatch(truth -> isTrue(items, truth))) {
        lies.add(id + " holds " + items.size() + " items that it never had");
      }
      List<PlaylistItem> known = before.getOrDefault(id, List.of());
      if (items.stream().anyMatch(item -> lacksFacts(item) && hasFacts(item, known))) {
        lies.add(id + " no longer says when its items were added");
      }
      Playlist stored = stored(id.value()).playlist();
      if (!stored.name().isEmpty() && !metadata.get(id).contains(stored)) {
        lies.add(id + " is " + stored + ", which it never was");
      }
    }
    return lies;
  }

  /** Whether the items are those, as far as is known. */
  private static boolean isTrue(List<PlaylistItem> items, List<PlaylistItem> truth) {
    if (items.equals(truth)) {
      return true;
    }
    boolean same = items.size() == truth.size();
    for (int i = 0; i < items.size() && same; i++) {
      PlaylistItem item = items.get(i);
      PlaylistItem whole = truth.get(i);
      same = item.equals(whole) || (lacksFacts(item) && Objects.equals(item.uri(), whole.uri()));
    }
    return same;
  }

  private static boolean lacksFacts(PlaylistItem item) {
    return item.addedAt() == null && item.addedBy() == null;
  }

  private static boolean hasFacts(PlaylistItem item, List<PlaylistItem> known) {
    return known.stream()
        .anyMatch(one -> Objects.equals(one.uri(), item.uri()) && !lacksFacts(one));
  }

  /** What Spotify shows to whoever asks, and is not stored so. */
  private List<String> untold() {
    List<String> untold = new ArrayList<>(lies());
    for (LibraryEntry entry : store.library(ANNA)) {
      PlaylistId id = entry.playlist();
      if (entry.isReadable() && followed.contains(id)) {
        FakeSpotify.Remote remote = spotify.playlist(id.value());
        if (!isTrue(items(id), remote.items)
            || !stored(id.value()).playlist().equals(remote.playlist)) {
          untold.add(id + " should hold " + remote.items.size() + " items: " + remote.playlist);
        }
      }
    }
    return untold;
  }

  /** What is not as it is on Spotify now. */
  private List<String> untruths() {
    List<String> untruths = untold();
    for (PlaylistId id : followed) {
      List<PlaylistItem> now = spotify.playlist(id.value()).items;
      if (!isTrue(engine.items(ANNA, id), now)) {
        untruths.add(id + " should be readable, with " + now.size() + " items");
      }
    }
    for (LibraryEntry entry : store.library(ANNA)) {
      if (entry.isListed() != followed.contains(entry.playlist())) {
        untruths.add(entry.playlist() + " is listed: " + entry.isListed());
      }
    }
    return untruths;
  }

  private List<PlaylistId> storedIds() {
    return store.library(ANNA).stream()
        .map(LibraryEntry::playlist)
        .filter(id -> engine.playlist(id).filter(stored -> stored.hasContent()).isPresent())
        .toList();
  }

  /** The stored items, whoever may read them. */
  private List<PlaylistItem> items(PlaylistId id) {
    return engine.history().itemsAt(id, engine.playlist(id).orElseThrow().revision());
  }
}
