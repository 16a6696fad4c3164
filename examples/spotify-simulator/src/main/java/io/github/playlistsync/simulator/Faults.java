package io.github.playlistsync.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The faults in force: scripted ones, and a random share of calls. Safe for several threads. */
public final class Faults {

  private final long seed;
  private final Map<Fault, int[]> scripted = new LinkedHashMap<>();
  private Random random;
  private double rate;
  private List<Effect> pool = List.of();
  private final Map<String, Integer> drawn = new TreeMap<>();

  Faults(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * Puts a fault in force.
   *
   * @param fault the fault
   * @return the same, to remove it or to ask how often it struck
   */
  public synchronized Fault add(Fault fault) {
    scripted.put(fault, new int[2]);
    return fault;
  }

  /**
   * Ends a fault.
   *
   * @param fault the fault
   */
  public synchronized void remove(Fault fault) {
    scripted.remove(fault);
  }

  /**
   * How many calls a fault has met.
   *
   * @param fault a fault in force
   * @return the number
   */
  public synchronized int struck(Fault fault) {
    int[] counts = scripted.get(fault);
    return counts == null ? 0 : counts[1];
  }

  /**
   * How many calls the random faults have met since the start, by the names of their effects.
   *
   * @return a copy, in the order of the names; {@link #clear} does not start it anew
   */
  public synchronized Map<String, Integer> drawn() {
    return new TreeMap<>(drawn);
  }

  /** Ends all faults, the random ones included, and starts the random sequence anew. */
  public synchronized void clear() {
    scripted.clear();
    rate = 0;
    random = new Random(seed);
  }

  /**
   * Lets a random share of the calls of the Web API meet one of {@link #passing()}.
   *
   * @param share from 0 to 1; 0 ends it
   */
  public void rate(double share) {
    rate(share, passing());
  }

  /**
   * Lets a random share of the calls of the Web API meet one effect of a choice. The sequence is
   * seeded: with calls one after the other, a run can be repeated.
   *
   * @param share from 0 to 1; 0 ends it
   * @param effects the choice
   * @throws IllegalArgumentException if the share is none or the choice is empty
   */
  public synchronized void rate(double share, List<Effect> effects) {
    if (!(share >= 0 && share <= 1) || effects.isEmpty()) {
      throw new IllegalArgumentException("share " + share + " of " + effects);
    }
    rate = share;
    pool = List.copyOf(effects);
  }

  /**
   * The faults that pass by themselves: a client that tries again later gets the truth. None of
   * them asks for a wait of more than a second.
   *
   * @return one effect of each kind
   */
  public static List<Effect> passing() {
    return List.of(
        Failures.status(500),
        Failures.status(502),
        Failures.status(503),
        Failures.answer(502, "<html>Bad gateway</html>", Map.of("Content-Type", "text/html")),
        Failures.tooManyRequests("1"),
        Failures.tooManyRequests("0"),
        Failures.tooManyRequests(null),
        Failures.cutBody(),
        Failures.brokenJson(),
        Failures.emptyBody(),
        Distortions.emptyPage(),
        Distortions.shortPage(3),
        Distortions.repeatedPage(),
        Distortions.overlappingPage(),
        Distortions.nextLeadsBack(),
        Distortions.next(null),
        Distortions.totalOffBy(-1),
        Distortions.totalOffBy(2),
        Distortions.floatNumbers(),
        Distortions.zeroTracks(),
        Distortions.staleSnapshot(),
        Effect.latency(Duration.ofMillis(20)));
  }

  synchronized List<Effect> effectsOn(Request request, String userId) {
    List<Effect> effects = new ArrayList<>();
    scripted.forEach(
        (fault, counts) -> {
          if (fault.matches(request, userId)) {
            counts[0]++;
            if (fault.meets(counts[0])) {
              counts[1]++;
              effects.addAll(fault.effects());
            }
          }
        });
    if (rate > 0 && request.endpoint().isWebApi() && random.nextDouble() < rate) {
      Effect effect = pool.get(random.nextInt(pool.size()));
      drawn.merge(effect.toString(), 1, Integer::sum);
      effects.add(effect);
    }
    return effects;
  }
}
