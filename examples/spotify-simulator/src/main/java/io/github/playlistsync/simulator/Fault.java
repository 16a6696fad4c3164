package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which calls fail, and how: {@code
 * Fault.on(PLAYLIST_ITEMS).ofPlaylist(id).onCall(2).then(Failures.status(500))}. Immutable: each
 * method returns another fault. It strikes every matching call unless {@link #onCall}, {@link
 * #fromCall} or {@link #times} limits it. {@link Faults#add} puts it in force and counts the
 * matching calls.
 */
public final class Fault {

  private final Predicate<Seen> match;
  private final int first;
  private final int times;
  private final List<Effect> effects;

  private Fault(Predicate<Seen> match, int first, int times, List<Effect> effects) {
    this.match = match;
    this.first = first;
    this.times = times;
    this.effects = effects;
  }

  /** Matches the calls to some endpoints. Has no effect yet. */
  public static Fault on(Endpoint endpoint, Endpoint... others) {
    Set<Endpoint> endpoints = EnumSet.of(endpoint, others);
    return matching(seen -> endpoints.contains(seen.request().endpoint()));
  }

  /** Matches every call of the Web API. Has no effect yet. */
  public static Fault onWebApi() {
    return matching(seen -> seen.request().endpoint().isWebApi());
  }

  /**
   * Matches the calls whose whole encoded path matches a pattern, such as {@code /v1/playlists/.+}.
   * Has no effect yet.
   */
  public static Fault onPath(Pattern path) {
    requireNonNull(path, "path");
    return matching(seen -> path.matcher(seen.request().path()).matches());
  }

  /** Matches only calls that read one playlist by its id. */
  public Fault ofPlaylist(String playlistId) {
    requireNonNull(playlistId, "playlistId");
    return and(seen -> playlistId.equals(seen.request().playlistId()));
  }

  /** Matches only calls with a token of one user. */
  public Fault ofUser(String userId) {
    requireNonNull(userId, "userId");
    return and(seen -> userId.equals(seen.userId()));
  }

  /** Matches only calls that request this offset. */
  public Fault atOffset(int offset) {
    return and(seen -> seen.request().offset() == offset);
  }

  /** Strikes only the n-th matching call, counted from 1. */
  public Fault onCall(int n) {
    return new Fault(match, n, 1, effects);
  }

  /** Strikes the n-th matching call, counted from 1, and later ones. */
  public Fault fromCall(int n) {
    return new Fault(match, n, times, effects);
  }

  /** Strikes so many calls and then no more. */
  public Fault times(int count) {
    return new Fault(match, first, count, effects);
  }

  /** Sets the effects, which apply in this order. Of several answers the last one goes out. */
  public Fault then(Effect... effects) {
    return new Fault(match, first, times, List.of(effects));
  }

  boolean matches(Request request, String userId) {
    return match.test(new Seen(request, userId));
  }

  /** Whether it strikes the matching call of this number. */
  boolean meets(int number) {
    return number >= first && number - first < times;
  }

  List<Effect> effects() {
    return effects;
  }

  private Fault and(Predicate<Seen> further) {
    return new Fault(match.and(further), first, times, effects);
  }

  private static Fault matching(Predicate<Seen> match) {
    return new Fault(match, 1, Integer.MAX_VALUE, List.of());
  }

  private record Seen(Request request, String userId) {}
}
