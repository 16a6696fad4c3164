package io.github.playlistsync.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One way to do something, and what it took in each round. */
final class Contestant {
  private final String name;
  private final Step before;
  private final Step run;
  private final List<Double> millis = new ArrayList<>();
  private final List<Long> walBytes = new ArrayList<>();

  /** A part of a round. */
  interface Step {
    void run() throws SQLException;
  }

  /**
   * A way that has not run yet.
   *
   * @param before prepares a round; not measured
   */
  Contestant(String name, Step before, Step run) {
    this.name = name;
    this.before = before;
    this.run = run;
  }

  String name() {
    return name;
  }

  Step before() {
    return before;
  }

  Step run() {
    return run;
  }

  void took(double roundMillis, long roundWalBytes) {
    millis.add(roundMillis);
    walBytes.add(roundWalBytes);
  }

  /** How many times as long as {@code other} this took, by the medians. */
  String over(Contestant other) {
    return "%6.2f x".formatted(median(millis) / median(other.millis));
  }

  /** The medians. */
  @Override
  public String toString() {
    return "%8.1f ms %8.3f MB WAL".formatted(median(millis), median(walBytes) / 1e6);
  }

  private static double median(List<? extends Number> values) {
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
