package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which calls to meddle with, and how: {@code
 * Fault.on(PLAYLIST_ITEMS).ofPlaylist(id).onCall(2).then(Failures.status(500))}. Immutable; every
 * method gives another fault. Without {@link #onCall}, {@link #fromCall} or {@link #times} it meets
 * every matching call. Added with {@link Faults#add}, which counts the matching calls.
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

  /**
   * Meets the calls of some kinds.
   *
   * @param endpoint the kind
   * @param others further kinds
   * @return a fault that as yet does nothing
   */
  public static Fault on(Endpoint endpoint, Endpoint... others) {
    Set<Endpoint> endpoints = EnumSet.of(endpoint, others);
    return matching(seen -> endpoints.contains(seen.request().endpoint()));
  }

  /**
   * Meets every call of the Web API.
   *
   * @return a fault that as yet does nothing
   */
  public static Fault onWebApi() {
    return matching(seen -> seen.request().endpoint().isWebApi());
  }

  /**
   * Meets the calls whose encoded path matches a pattern completely.
   *
   * @param path the pattern, such as {@code /v1/playlists/.+}
   * @return a fault that as yet does nothing
   */
  public static Fault onPath(Pattern path) {
    requireNonNull(path, "path");
    return matching(seen -> path.matcher(seen.request().path()).matches());
  }

  /**
   * Only calls that read one playlist by its id.
   *
   * @param playlistId the playlist
   * @return a narrower fault
   */
  public Fault ofPlaylist(String playlistId) {
    requireNonNull(playlistId, "playlistId");
    return and(seen -> playlistId.equals(seen.request().playlistId()));
  }

  /**
   * Only calls with the token of one user.
   *
   * @param userId the user
   * @return a narrower fault
   */
  public Fault ofUser(String userId) {
    requireNonNull(userId, "userId");
    return and(seen -> userId.equals(seen.userId()));
  }

  /**
   * Only calls for the page that begins here.
   *
   * @param offset the offset
   * @return a narrower fault
   */
  public Fault atOffset(int offset) {
    return and(seen -> seen.request().offset() == offset);
  }

  /**
   * Only the n-th of the matching calls.
   *
   * @param n from 1
   * @return a fault that meets one call
   */
  public Fault onCall(int n) {
    return new Fault(match, n, 1, effects);
  }

  /**
   * Only the n-th of the matching calls and those after it.
   *
   * @param n from 1
   * @return a fault that begins later
   */
  public Fault fromCall(int n) {
    return new Fault(match, n, times, effects);
  }

  /**
   * Only so many calls.
   *
   * @param count how many
   * @return a fault that ends
   */
  public Fault times(int count) {
    return new Fault(match, first, count, effects);
  }

  /**
   * What it does.
   *
   * @param effects the effects, in this order; of several answers the last one goes out
   * @return a complete fault
   */
  public Fault then(Effect... effects) {
    return new Fault(match, first, times, List.of(effects));
  }

  boolean matches(Request request, String userId) {
    return match.test(new Seen(request, userId));
  }

  /** Whether the matching call of this number is met. */
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
