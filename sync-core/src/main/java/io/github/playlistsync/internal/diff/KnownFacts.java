package io.github.playlistsync.internal.diff;

import io.github.playlistsync.internal.diff.ContentDiff.Entry;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.spi.store.ItemRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one list of items knows and another lacks: when an item was added, and by whom. Spotify
 * leaves either out of an answer now and then, which neither erases it nor makes another item.
 */
public final class KnownFacts {

  private KnownFacts() {}

  /**
   * Items with what is known of them.
   *
   * @param items in their order
   * @param guessed whether one that lacked something became one of several that differ
   */
  public record Completed(List<PlaylistItem> items, boolean guessed) {}

  /** Entries with what is known of them. */
  private record Matched(List<Entry> entries, boolean guessed) {}

  /** The items that were read; what the answer lacks of one is as it is stored. */
  public static Completed completed(List<PlaylistItem> read, List<ItemRow> stored) {
    Matched matched =
        matched(read.stream().map(Entry::of).toList(), stored.stream().map(Entry::of).toList());
    List<PlaylistItem> completed = new ArrayList<>(read.size());
    for (int i = 0; i < read.size(); i++) {
      Entry entry = matched.entries.get(i);
      completed.add(new PlaylistItem(i, read.get(i).track(), entry.addedAt(), entry.addedBy()));
    }
    return new Completed(completed, matched.guessed);
  }

  /**
   * The entries in their order. One that lacks something, and has no equal among the {@code known},
   * becomes the first of the known ones left over that agrees with all it has.
   */
  static List<Entry> completedEntries(List<Entry> entries, List<Entry> known) {
    return matched(entries, known).entries;
  }

  private static Matched matched(List<Entry> entries, List<Entry> known) {
    if (entries.stream().noneMatch(KnownFacts::lacksSomething)) {
      return new Matched(entries, false);
    }
    Map<Entry, Integer> numbers = new HashMap<>();
    known.forEach(entry -> numbers.merge(entry, 1, Integer::sum));
    List<Entry> completed = new ArrayList<>(entries);
    List<Integer> toComplete = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (!takeOne(numbers, entries.get(i)) && lacksSomething(entries.get(i))) {
        toComplete.add(i);
      }
    }
    List<Entry> left = known.stream().filter(entry -> takeOne(numbers, entry)).toList();
    Map<Entry, Deque<Integer>> leftByParts = new HashMap<>();
    Set<Entry> ambiguous = new HashSet<>();
    for (int i = 0; i < left.size(); i++) {
      for (Entry part : partsOf(left.get(i))) {
        Deque<Integer> alike = leftByParts.computeIfAbsent(part, key -> new ArrayDeque<>());
        if (!alike.isEmpty() && !left.get(alike.getLast()).equals(left.get(i))) {
          ambiguous.add(part);
        }
        alike.add(i);
      }
    }
    boolean guessed = false;
    boolean[] taken = new boolean[left.size()];
    for (int i : toComplete) {
      Deque<Integer> candidates = leftByParts.getOrDefault(entries.get(i), new ArrayDeque<>());
      Integer found = candidates.poll();
      while (found != null && taken[found]) {
        found = candidates.poll();
      }
      if (found != null) {
        taken[found] = true;
        completed.set(i, left.get(found));
        guessed |= ambiguous.contains(entries.get(i));
      }
    }
    return new Matched(completed, guessed);
  }

  private static boolean lacksSomething(Entry entry) {
    return entry.addedAt() == null || entry.addedBy() == null;
  }

  private static boolean takeOne(Map<Entry, Integer> numbers, Entry entry) {
    Integer left =
        numbers.computeIfPresent(entry, (key, number) -> number == 0 ? null : number - 1);
    return left != null;
  }

  /** What is left of an entry where an answer lacks one fact or both. */
  private static List<Entry> partsOf(Entry entry) {
    return List.of(
        new Entry(entry.uri(), null, entry.addedBy()),
        new Entry(entry.uri(), entry.addedAt(), null),
        new Entry(entry.uri(), null, null));
  }
}
