package io.github.playlistsync.internal.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds which elements of a list may stay when it becomes another: a longest common subsequence, by
 * the method of Hunt and Szymanski (1977), which takes O((n + r) log n) time for r pairs of equal
 * elements.
 */
final class LongestCommonSubsequence {
  /**
   * Above so many pairs of equal elements (2,000 equal ones in each list, say) equal elements are
   * paired first come, first served. The result is then still common to both, but may be shorter
   * than the longest.
   */
  private static final long MAX_PAIRS = 4_000_000;

  private static final int NONE = -1;

  private LongestCommonSubsequence() {}

  /**
   * Pairs the elements that stay.
   *
   * @return for each element of {@code after} the index of its partner in {@code before}, or -1;
   *     the partners of those that have one are ascending
   */
  static int[] partners(List<?> before, List<?> after) {
    int[] partners = new int[after.size()];
    Arrays.fill(partners, NONE);
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      partners[head] = head;
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
      partners[after.size() - tail] = before.size() - tail;
    }
    pairMiddle(
        before.subList(head, before.size() - tail),
        after.subList(head, after.size() - tail),
        head,
        partners);
    return partners;
  }

  private static void pairMiddle(List<?> before, List<?> after, int shift, int[] partners) {
    int[][] candidates = candidates(before, after);
    List<Link> lastOfLength = new ArrayList<>();
    for (int a = 0; a < after.size(); a++) {
      int[] positions = candidates[a];
      // Descending, so that one element of "after" never follows itself within a subsequence.
      for (int c = positions.length - 1; c >= 0; c--) {
        int at = firstNotBefore(lastOfLength, positions[c]);
        Link link = new Link(positions[c], a, at == 0 ? null : lastOfLength.get(at - 1));
        if (at == lastOfLength.size()) {
          lastOfLength.add(link);
        } else if (lastOfLength.get(at).before > positions[c]) {
          lastOfLength.set(at, link);
        }
      }
    }
    Link link = lastOfLength.isEmpty() ? null : lastOfLength.get(lastOfLength.size() - 1);
    for (; link != null; link = link.previous) {
      partners[link.after + shift] = link.before + shift;
    }
  }

  /** For each element of {@code after} the indexes in {@code before} it may be paired with. */
  private static int[][] candidates(List<?> before, List<?> after) {
    Map<Object, List<Integer>> positions = new HashMap<>();
    for (int b = 0; b < before.size(); b++) {
      positions.computeIfAbsent(before.get(b), key -> new ArrayList<>()).add(b);
    }
    long pairs = 0;
    for (Object element : after) {
      pairs += positions.getOrDefault(element, List.of()).size();
    }
    boolean firstCome = pairs > MAX_PAIRS;
    Map<Object, int[]> shared = new HashMap<>();
    Map<Object, Integer> taken = new HashMap<>();
    int[][] candidates = new int[after.size()][];
    for (int a = 0; a < after.size(); a++) {
      Object element = after.get(a);
      List<Integer> all = positions.getOrDefault(element, List.of());
      if (firstCome) {
        int next = taken.merge(element, 1, Integer::sum) - 1;
        candidates[a] = next < all.size() ? new int[] {all.get(next)} : new int[0];
      } else {
        candidates[a] =
            shared.computeIfAbsent(
                element, key -> all.stream().mapToInt(Integer::intValue).toArray());
      }
    }
    return candidates;
  }

  private static int firstNotBefore(List<Link> links, int position) {
    int low = 0;
    int high = links.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (links.get(middle).before < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A pair, and the pair before it in the longest subsequence that ends with it. */
  private static final class Link {
    final int before;
    final int after;
    final @Nullable Link previous;

    Link(int before, int after, @Nullable Link previous) {
      this.before = before;
      this.after = after;
      this.previous = previous;
    }
  }
}
