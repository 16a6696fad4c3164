package io.github.playlistsync.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDiffTest {
  private static final Instant ADDED = Instant.parse("2024-02-03T04:05:06Z");

  @Test
  void anItemInsertedAtTheTopWritesOneRow() {
    List<ItemRow> stored = rows("a b c");

    ContentDiff diff = ContentDiff.between(stored, entries("x a b c"));

    assertThat(diff.inserted()).hasSize(1);
    assertThat(diff.closed()).isEmpty();
    assertThat(diff.changes()).containsExactly(added(0, "x"));
  }

  @Test
  void anItemMovedFromTheEndToTheStartEndsOneRowAndInsertsOne() {
    List<ItemRow> stored = rows("a b c d");

    ContentDiff diff = ContentDiff.between(stored, entries("d a b c"));

    assertThat(diff.inserted()).hasSize(1);
    assertThat(diff.closed()).containsExactly(stored.get(3).sortKey());
    assertThat(diff.changes()).containsExactly(moved(3, 0, "d"));
  }

  @Test
  void oneOfTwoEqualItemsIsRemovedWithoutMovingTheOther() {
    ContentDiff diff = ContentDiff.between(rows("a b a"), entries("b a"));

    assertThat(diff.changes()).containsExactly(removed(0, "a"));
    assertThat(diff.inserted()).isEmpty();
  }

  @Test
  void placeholdersAreItemsLikeOthers() {
    ContentDiff diff = ContentDiff.between(rows("a - b"), entries("- a - b"));

    assertThat(diff.inserted()).hasSize(1);
    assertThat(diff.added()).isEqualTo(1);
    assertThat(diff.inserted().get(0).uri()).isNull();
  }

  @Test
  void theSameTrackAddedAgainLaterIsAnotherItem() {
    ItemRow old = new ItemRow(0, uri("a"), ADDED, "me");
    ContentDiff.Entry again = new ContentDiff.Entry(uri("a"), ADDED.plusSeconds(1), "me");

    ContentDiff diff = ContentDiff.between(List.of(old), List.of(again));

    assertThat(diff.added()).isEqualTo(1);
    assertThat(diff.removed()).isEqualTo(1);
    assertThat(diff.moved()).isZero();
  }

  @Test
  void whatIsLearnedOfAnItemWritesItsRowAgainAndIsNoChange() {
    ItemRow unknown = new ItemRow(7, uri("a"), null, "me");
    ContentDiff.Entry known = new ContentDiff.Entry(uri("a"), ADDED, "me");

    ContentDiff diff = ContentDiff.between(List.of(unknown), List.of(known));

    assertThat(diff.changes()).isEmpty();
    assertThat(diff.closed()).containsExactly(7L);
    assertThat(diff.inserted()).containsExactly(new ItemRow(7, uri("a"), ADDED, "me"));
  }

  @Test
  void anItemWithoutItsFactsIsTheStoredOneThatNoOtherItemIs() {
    Instant later = ADDED.plusSeconds(1);
    List<ContentDiff.Entry> known =
        List.of(
            new ContentDiff.Entry(uri("a"), ADDED, "me"),
            new ContentDiff.Entry(uri("a"), later, "you"));
    ContentDiff.Entry unknown = new ContentDiff.Entry(uri("a"), null, null);
    ContentDiff.Entry yours = new ContentDiff.Entry(uri("a"), null, "you");

    assertThat(KnownFacts.completedEntries(List.of(unknown, known.get(0)), known))
        .containsExactly(known.get(1), known.get(0));
    assertThat(KnownFacts.completedEntries(List.of(yours, unknown, unknown), known))
        .containsExactly(known.get(1), known.get(0), unknown);
  }

  @Test
  void removalsComeFirstByOldPositionThenArrivalsByNewPosition() {
    ContentDiff diff = ContentDiff.between(rows("a b c d e"), entries("x e a c y"));

    assertThat(diff.changes())
        .containsExactly(
            removed(1, "b"), removed(3, "d"), added(0, "x"), moved(4, 1, "e"), added(4, "y"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void applyingTheDifferenceGivesTheNewContentAndIsMinimal(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      int letters = 1 + random.nextInt(6);
      List<ItemRow> stored = ContentDiff.between(List.of(), letters(random, letters)).inserted();
      List<ContentDiff.Entry> wanted = letters(random, letters);

      ContentDiff diff = ContentDiff.between(stored, wanted);

      String where = "seed " + seed + " round " + round;
      assertThat(entriesOf(applied(stored, diff))).as(where).isEqualTo(wanted);
      int common = longestCommonSubsequence(entriesOf(stored), wanted);
      assertThat(diff.closed()).as(where).hasSize(stored.size() - common);
      assertThat(diff.inserted()).as(where).hasSize(wanted.size() - common);
      assertThat(diff.added() + diff.moved()).as(where).isEqualTo(diff.inserted().size());
      assertThat(diff.removed() + diff.moved()).as(where).isEqualTo(diff.closed().size());
      assertThat(diff.moved())
          .as(where + ": whatever is in both stayed or moved")
          .isEqualTo(sharedEntries(entriesOf(stored), wanted) - common);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void manyEditsOfOnePlaylistKeepItsOrder(long seed) {
    Random random = new Random(seed);
    List<ItemRow> stored = new ArrayList<>();
    List<ContentDiff.Entry> content = new ArrayList<>();
    for (int edit = 0; edit < 2_000; edit++) {
      edit(random, content);
      ContentDiff diff = ContentDiff.between(stored, content);
      stored = applied(stored, diff);
      assertThat(entriesOf(stored)).as("seed " + seed + " edit " + edit).isEqualTo(content);
    }
  }

  @Test
  void aGapThatIsUsedUpRenumbersThePlaylist() {
    List<ItemRow> stored = rows("a b");
    List<ContentDiff.Entry> content = new ArrayList<>(entries("a b"));
    int renumbered = 0;
    for (int i = 0; i < 100; i++) {
      content.add(1, entry("x" + i));
      ContentDiff diff = ContentDiff.between(stored, content);
      if (diff.closed().size() == stored.size()) {
        renumbered++;
        assertThat(diff.changes()).hasSize(1);
      } else {
        assertThat(diff.inserted()).hasSize(1);
      }
      stored = applied(stored, diff);
      assertThat(entriesOf(stored)).isEqualTo(content);
    }
    assertThat(renumbered).isBetween(1, 2);
  }

  @Test
  void thousandsOfEqualItemsStillGiveTheNewContent() {
    List<ContentDiff.Entry> before = Collections.nCopies(5_000, entry("-"));
    List<ItemRow> stored = ContentDiff.between(List.of(), before).inserted();
    List<ContentDiff.Entry> wanted = new ArrayList<>(before.subList(0, 4_000));
    wanted.add(0, entry("a"));
    wanted.add(entry("b"));

    ContentDiff diff = ContentDiff.between(stored, wanted);

    assertThat(entriesOf(applied(stored, diff))).isEqualTo(wanted);
    assertThat(diff.added()).isEqualTo(2);
    assertThat(diff.removed()).isEqualTo(1_000);
  }

  @Test
  void aShuffleOfTenThousandItemsGivesTheNewContent() {
    List<ContentDiff.Entry> before = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      before.add(entry("t" + i));
    }
    List<ItemRow> stored = ContentDiff.between(List.of(), before).inserted();
    List<ContentDiff.Entry> wanted = new ArrayList<>(before);
    Collections.shuffle(wanted, new Random(5));

    ContentDiff diff = ContentDiff.between(stored, wanted);

    assertThat(entriesOf(applied(stored, diff))).isEqualTo(wanted);
    assertThat(diff.added() + diff.removed()).isZero();
  }

  private static void edit(Random random, List<ContentDiff.Entry> content) {
    int size = content.size();
    switch (random.nextInt(4)) {
      case 0 -> content.add(random.nextInt(size + 1), entry("t" + random.nextInt(20)));
      case 1 -> {
        if (size > 0) {
          content.remove(random.nextInt(size));
        }
      }
      case 2 -> {
        if (size > 0) {
          content.add(random.nextInt(size), content.remove(random.nextInt(size)));
        }
      }
      default -> content.add(0, entry("t" + random.nextInt(20)));
    }
  }

  /** What an adapter does with a change: end rows, insert rows, read in the order of the keys. */
  private static List<ItemRow> applied(List<ItemRow> stored, ContentDiff diff) {
    Set<Long> closed = new HashSet<>(diff.closed());
    assertThat(closed).as("each row ends once").hasSize(diff.closed().size());
    List<ItemRow> rows = new ArrayList<>(stored);
    assertThat(stored.stream().map(ItemRow::sortKey)).containsAll(closed);
    rows.removeIf(row -> closed.contains(row.sortKey()));
    rows.addAll(diff.inserted());
    rows.sort(Comparator.comparing(ItemRow::sortKey));
    assertThat(rows.stream().map(ItemRow::sortKey).distinct()).hasSize(rows.size());
    return rows;
  }

  private static int longestCommonSubsequence(
      List<ContentDiff.Entry> one, List<ContentDiff.Entry> other) {
    int[][] longest = new int[one.size() + 1][other.size() + 1];
    for (int i = 1; i <= one.size(); i++) {
      for (int j = 1; j <= other.size(); j++) {
        longest[i][j] =
            one.get(i - 1).equals(other.get(j - 1))
                ? longest[i - 1][j - 1] + 1
                : Math.max(longest[i - 1][j], longest[i][j - 1]);
      }
    }
    return longest[one.size()][other.size()];
  }

  private static int sharedEntries(List<ContentDiff.Entry> one, List<ContentDiff.Entry> other) {
    List<ContentDiff.Entry> left = new ArrayList<>(other);
    return (int) one.stream().filter(left::remove).count();
  }

  private static List<ContentDiff.Entry> letters(Random random, int letters) {
    List<ContentDiff.Entry> entries = new ArrayList<>();
    for (int i = random.nextInt(14); i > 0; i--) {
      entries.add(entry("t" + random.nextInt(letters)));
    }
    return entries;
  }

  private static List<ContentDiff.Entry> entriesOf(List<ItemRow> rows) {
    return rows.stream().map(ContentDiff.Entry::of).toList();
  }

  private static List<ItemRow> rows(String names) {
    return ContentDiff.between(List.of(), entries(names)).inserted();
  }

  private static List<ContentDiff.Entry> entries(String names) {
    return java.util.Arrays.stream(names.split(" ")).map(ContentDiffTest::entry).toList();
  }

  private static ContentDiff.Entry entry(String name) {
    return new ContentDiff.Entry(name.equals("-") ? null : uri(name), ADDED, "me");
  }

  private static TrackUri uri(String name) {
    return TrackUri.of("spotify:track:" + name);
  }

  private static ItemChange added(int to, String name) {
    return new ItemChange(ItemChange.Kind.ADDED, null, to, uri(name), null, ADDED, "me");
  }

  private static ItemChange removed(int from, String name) {
    return new ItemChange(ItemChange.Kind.REMOVED, from, null, uri(name), null, ADDED, "me");
  }

  private static ItemChange moved(int from, int to, String name) {
    return new ItemChange(ItemChange.Kind.MOVED, from, to, uri(name), null, ADDED, "me");
  }
}
