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

  /** Puts a fault in force and returns it, for {@link #remove} and {@link #struck}. */
  public synchronized Fault add(Fault fault) {
    scripted.put(fault, new int[2]);
    return fault;
  }

  /** Removes a fault. */
  public synchronized void remove(Fault fault) {
    scripted.remove(fault);
  }

  /** How many calls a fault in force has struck. */
  public synchronized int struck(Fault fault) {
    int[] counts = scripted.get(fault);
    return counts == null ? 0 : counts[1];
  }

  /**
   * How many calls each random effect has struck since the start, by its name. {@link #clear} does
   * not reset it.
   */
  public synchronized Map<String, Integer> drawn() {
    return new TreeMap<>(drawn);
  }

  /** Removes all faults, including the random ones, and restarts the random sequence. */
  public synchronized void clear() {
    scripted.clear();
    rate = 0;
    random = new Random(seed);
  }

  /**
   * Strikes a random share of the calls of the Web API with one of {@link #passing()} each. A share
   * of 0 ends it.
   */
  public void rate(double share) {
    rate(share, passing());
  }

  /**
   * Strikes a random share of the calls of the Web API with one of the effects each. A share of 0
   * ends it. The sequence is seeded: a run that makes one call at a time can be repeated.
   *
   * @throws IllegalArgumentException if the share is not between 0 and 1 or there is no effect
   */
  public synchronized void rate(double share, List<Effect> effects) {
    if (!(share >= 0 && share <= 1) || effects.isEmpty()) {
      throw new IllegalArgumentException(
          "the share must be between 0 and 1 and have effects: " + share + " of " + effects);
    }
    rate = share;
    pool = List.copyOf(effects);
  }

  /**
   * One effect of each kind that passes by itself: a client that retries gets the truth. None
   * demands a wait of more than a second.
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

  /**
   * One effect of each kind that is well formed and untrue, and that a client can doubt: who
   * believes it stores what never was, or loses what it has. {@link Effect#oldItems()} is not among
   * them: after two edits, items from before the last one look as new as they should. {@link
   * Effect#oldItems(Map)} makes those that a client has seen already.
   */
  public static List<Effect> lies() {
    return List.of(
        Distortions.otherOffset(0),
        Distortions.total(Integer.MAX_VALUE),
        Distortions.emptyList(),
        Distortions.nullTracks(),
        Distortions.addedAt(null),
        Distortions.changingSnapshot(),
        Distortions.odd(Oddity.NO_SNAPSHOT),
        Distortions.odd(Oddity.NO_PUBLIC),
        Distortions.odd(Oddity.NO_CONTENTS),
        Distortions.odd(Oddity.BARE_CONTENTS),
        Distortions.odd(Oddity.NULL_NAME),
        Distortions.odd(Oddity.NO_NAME),
        Effect.withoutScope("playlist-read-private"),
        Effect.withoutScope("playlist-read-collaborative"),
        Failures.unauthorized(),
        Failures.accessTokenMissing(),
        Failures.forbidden(),
        Failures.premiumRequiredByMistake(),
        Failures.proxyForbidden(),
        Failures.notFound());
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
