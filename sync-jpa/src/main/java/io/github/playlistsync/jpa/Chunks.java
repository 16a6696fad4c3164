package io.github.playlistsync.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Splits a collection into lists that fit into the parameters of one statement. Drivers reject more
 * than 65,535, and some providers slow down long before that.
 */
final class Chunks {
  static final int SIZE = 512;
  private static final int LARGE = 2_000;

  private Chunks() {}

  /** The distinct values in natural order, in lists of at most {@link #SIZE}. */
  static <T extends Comparable<T>> List<List<T>> sorted(Collection<T> values) {
    return cut(values.stream().distinct().sorted().toList());
  }

  /** The values in their given order, in lists of at most {@link #SIZE}. */
  static <T> List<List<T>> cut(List<T> values) {
    return cut(values, SIZE);
  }

  /** The same for statements whose parameters do not grow with the list. */
  static <T> List<List<T>> large(List<T> values) {
    return cut(values, LARGE);
  }

  private static <T> List<List<T>> cut(List<T> values, int size) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < values.size(); from += size) {
      chunks.add(values.subList(from, Math.min(from + size, values.size())));
    }
    return chunks;
  }

  /**
   * Pads a chunk for an IN list: repeats its last value up to the next power of two, so that the
   * database prepares and caches only a few different statements.
   */
  static <T> List<T> padded(List<T> chunk) {
    List<T> padded = new ArrayList<>(chunk);
    int size = Integer.highestOneBit(Math.max(1, chunk.size() - 1)) * 2;
    while (chunk.size() > 1 && padded.size() < size) {
      padded.add(chunk.get(chunk.size() - 1));
    }
    return padded;
  }
}
