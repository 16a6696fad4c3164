package io.github.playlistsync.internal.diff;

import java.util.OptionalLong;

/** Sort keys with gaps, so that inserting or moving an item writes no row but its own. */
final class SortKeys {
  /**
   * The distance between neighbors that nothing was inserted between. It allows 40 insertions one
   * at a time at the same position before a gap is used up, and 8 million items at either end.
   */
  static final long GAP = 1L << 40;

  private SortKeys() {}

  /** Returns {@code count} keys for a playlist that keeps no row. */
  static long[] fresh(int count) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = i * GAP;
    }
    return keys;
  }

  /**
   * Returns ascending keys between two rows that stay.
   *
   * @param below the key of the row before; empty at the top
   * @param above the key of the row after; empty at the end
   * @return as many keys as {@code count}, or an empty array if the gap is too small
   */
  static long[] between(OptionalLong below, OptionalLong above, int count) {
    if (below.isEmpty() && above.isEmpty()) {
      return fresh(count);
    }
    long[] keys = new long[count];
    try {
      if (below.isEmpty()) {
        for (int i = 0; i < count; i++) {
          keys[i] = Math.subtractExact(above.getAsLong(), (count - i) * GAP);
        }
      } else if (above.isEmpty()) {
        for (int i = 0; i < count; i++) {
          keys[i] = Math.addExact(below.getAsLong(), (i + 1) * GAP);
        }
      } else {
        long step = Math.subtractExact(above.getAsLong(), below.getAsLong()) / (count + 1L);
        if (step == 0) {
          return new long[0];
        }
        for (int i = 0; i < count; i++) {
          keys[i] = below.getAsLong() + (i + 1) * step;
        }
      }
    } catch (ArithmeticException usedUp) {
      return new long[0];
    }
    return keys;
  }
}
