package io.github.playlistsync.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one side, by measurement. */
final class QueueFigures {
  private final int jobs;
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();

  QueueFigures(int jobs) {
    this.jobs = jobs;
  }

  /**
   * What one measurement took.
   *
   * @param seconds its duration
   * @param calls the scripts that Redis ran
   * @param micros the processor time of Redis, in microseconds
   */
  record Figure(double seconds, double calls, double micros) {}

  void add(String what, Figure figure) {
    figures.computeIfAbsent(what, key -> new ArrayList<>()).add(figure);
  }

  /** The measurements, in the order of the first round. */
  List<String> names() {
    return List.copyOf(figures.keySet());
  }

  double jobsASecond(String what) {
    return jobs / median(what, Figure::seconds);
  }

  double tripsAJob(String what) {
    return median(what, Figure::calls) / jobs;
  }

  double microsAJob(String what) {
    return median(what, Figure::micros) / jobs;
  }

  /** One measurement in a line. */
  String shown(String what) {
    return String.format(
        Locale.ROOT,
        "%,9.0f jobs/s %7.3f trips %7.1f us",
        jobsASecond(what),
        tripsAJob(what),
        microsAJob(what));
  }

  private double median(String what, java.util.function.ToDoubleFunction<Figure> part) {
    List<Figure> all = figures.getOrDefault(what, List.of());
    double[] sorted = all.stream().mapToDouble(part).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("'" + what + "' was not measured");
    }
    return sorted[sorted.length / 2];
  }
}
