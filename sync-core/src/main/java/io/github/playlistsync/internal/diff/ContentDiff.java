package io.github.playlistsync.internal.diff;

import io.github.playlistsync.model.ItemChange;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fewest row writes that turn stored items into others: a longest common subsequence of rows
 * stays, every other row is closed, every other item inserted. An item is known by what was added,
 * when and by whom; of equal ones that did not stay, the first closed and the first inserted are
 * one that moved. An item of which more is known now than is stored is no other: its row is written
 * again, which is no change.
 *
 * @param inserted the new rows, by sort key
 * @param closed the sort keys of the rows that end
 * @param changes what happened to the items: removals by old position, then additions and moves by
 *     new position
 */
public record ContentDiff(List<ItemRow> inserted, List<Long> closed, List<ItemChange> changes) {

  /** What makes two items the same, whatever their positions. */
  public record Entry(@Nullable TrackUri uri, @Nullable Instant addedAt, @Nullable String addedBy) {
    public static Entry of(PlaylistItem item) {
      return new Entry(item.uri(), item.addedAt(), item.addedBy());
    }

    public static Entry of(ItemRow row) {
      return new Entry(row.uri(), row.addedAt(), row.addedBy());
    }
  }

  /**
   * Compares.
   *
   * @param stored the current rows in their order
   * @param wanted the items to come to, in their order
   */
  public static ContentDiff between(List<ItemRow> stored, List<Entry> wanted) {
    List<Entry> before =
        KnownFacts.completedEntries(stored.stream().map(Entry::of).toList(), wanted);
    int[] partners = LongestCommonSubsequence.partners(before, wanted);
    List<ItemChange> changes = changes(before, wanted, partners);
    List<ItemRow> inserted = insertedRows(stored, wanted, partners);
    if (inserted == null) {
      return renumbered(stored, wanted, changes);
    }
    return new ContentDiff(inserted, closedKeys(stored, wanted, partners), changes);
  }

  /** The tracks whose items changed. */
  public Set<TrackUri> uris() {
    return changes.stream()
        .map(ItemChange::uri)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** The same with the tracks of its changes. */
  public ContentDiff withTracks(Map<TrackUri, Track> tracks) {
    return new ContentDiff(
        inserted, closed, changes.stream().map(change -> change.withTrack(tracks)).toList());
  }

  public int added() {
    return count(ItemChange.Kind.ADDED);
  }

  public int removed() {
    return count(ItemChange.Kind.REMOVED);
  }

  public int moved() {
    return count(ItemChange.Kind.MOVED);
  }

  public boolean isEmpty() {
    return inserted.isEmpty() && closed.isEmpty();
  }

  private int count(ItemChange.Kind kind) {
    return (int) changes.stream().filter(change -> change.kind() == kind).count();
  }

  /** A gap is used up: every row is closed and inserted again with room around it. */
  private static ContentDiff renumbered(
      List<ItemRow> stored, List<Entry> wanted, List<ItemChange> changes) {
    long[] keys = SortKeys.fresh(wanted.size());
    List<ItemRow> inserted = new ArrayList<>(wanted.size());
    for (int i = 0; i < keys.length; i++) {
      inserted.add(row(keys[i], wanted.get(i)));
    }
    return new ContentDiff(inserted, stored.stream().map(ItemRow::sortKey).toList(), changes);
  }

  /** The rows to insert; null if a gap has no room for them. */
  private static @Nullable List<ItemRow> insertedRows(
      List<ItemRow> stored, List<Entry> wanted, int[] partners) {
    List<ItemRow> inserted = new ArrayList<>();
    OptionalLong below = OptionalLong.empty();
    int start = 0;
    while (start < wanted.size()) {
      if (partners[start] >= 0) {
        ItemRow stays = stored.get(partners[start]);
        below = OptionalLong.of(stays.sortKey());
        if (!Entry.of(stays).equals(wanted.get(start))) {
          inserted.add(row(stays.sortKey(), wanted.get(start)));
        }
        start++;
        continue;
      }
      int end = start;
      while (end < wanted.size() && partners[end] < 0) {
        end++;
      }
      OptionalLong above =
          end == wanted.size()
              ? OptionalLong.empty()
              : OptionalLong.of(stored.get(partners[end]).sortKey());
      long[] keys = SortKeys.between(below, above, end - start);
      if (keys.length == 0) {
        return null;
      }
      for (int i = start; i < end; i++) {
        inserted.add(row(keys[i - start], wanted.get(i)));
      }
      start = end;
    }
    return inserted;
  }

  private static List<Long> closedKeys(List<ItemRow> stored, List<Entry> wanted, int[] partners) {
    boolean[] stays = staying(stored.size(), partners);
    for (int i = 0; i < partners.length; i++) {
      if (partners[i] >= 0) {
        stays[partners[i]] = Entry.of(stored.get(partners[i])).equals(wanted.get(i));
      }
    }
    List<Long> closed = new ArrayList<>();
    for (int i = 0; i < stays.length; i++) {
      if (!stays[i]) {
        closed.add(stored.get(i).sortKey());
      }
    }
    return closed;
  }

  private static List<ItemChange> changes(List<Entry> before, List<Entry> wanted, int[] partners) {
    boolean[] stays = staying(before.size(), partners);
    Map<Entry, Deque<Integer>> left = new HashMap<>();
    for (int i = 0; i < stays.length; i++) {
      if (!stays[i]) {
        left.computeIfAbsent(before.get(i), key -> new ArrayDeque<>()).add(i);
      }
    }
    List<ItemChange> arrivals = new ArrayList<>();
    for (int i = 0; i < partners.length; i++) {
      if (partners[i] < 0) {
        Deque<Integer> origins = left.get(wanted.get(i));
        Integer from = origins == null ? null : origins.poll();
        ItemChange.Kind kind = from == null ? ItemChange.Kind.ADDED : ItemChange.Kind.MOVED;
        arrivals.add(change(kind, from, i, wanted.get(i)));
      }
    }
    List<ItemChange> changes = new ArrayList<>();
    left.forEach(
        (entry, positions) ->
            positions.forEach(
                from -> changes.add(change(ItemChange.Kind.REMOVED, from, null, entry))));
    changes.sort(Comparator.comparing(ItemChange::from));
    changes.addAll(arrivals);
    return List.copyOf(changes);
  }

  private static boolean[] staying(int size, int[] partners) {
    boolean[] stays = new boolean[size];
    for (int partner : partners) {
      if (partner >= 0) {
        stays[partner] = true;
      }
    }
    return stays;
  }

  private static ItemRow row(long key, Entry entry) {
    return new ItemRow(key, entry.uri(), entry.addedAt(), entry.addedBy());
  }

  private static ItemChange change(
      ItemChange.Kind kind, @Nullable Integer from, @Nullable Integer to, Entry entry) {
    return new ItemChange(kind, from, to, entry.uri(), null, entry.addedAt(), entry.addedBy());
  }
}
