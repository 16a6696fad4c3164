package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fault} does to a call. {@link Failures} leave no usable answer, {@link Distortions}
 * make it untrue. Immutable.
 */
public final class Effect {

  private final String name;
  private final Consumer<World> before;
  private final UnaryOperator<Caller> disguise;
  private final Supplier<@Nullable Answer> instead;
  private final BiConsumer<Answer, Situation> after;

  private Effect(
      String name,
      Consumer<World> before,
      UnaryOperator<Caller> disguise,
      Supplier<@Nullable Answer> instead,
      BiConsumer<Answer, Situation> after) {
    this.name = name;
    this.before = before;
    this.disguise = disguise;
    this.instead = instead;
    this.after = after;
  }

  /** Changes the world just before each answer, such as by an edit in the middle of a read. */
  public static Effect change(Consumer<World> change) {
    requireNonNull(change, "change");
    return new Effect("change", change, caller -> caller, () -> null, (answer, situation) -> {});
  }

  /** Answers as if another user called: Spotify mistakes the account. */
  public static Effect otherAccount(String userId) {
    requireNonNull(userId, "userId");
    return disguise("other account", caller -> new Caller(userId, caller.scopes(), caller.items()));
  }

  /**
   * Answers as if the user had not granted a scope: without {@code playlist-read-private} or {@code
   * playlist-read-collaborative} the list of playlists is silently shorter.
   */
  public static Effect withoutScope(String scope) {
    requireNonNull(scope, "scope");
    return disguise("without scope", caller -> caller.without(scope));
  }

  /** Answers with the items from before the last edit of a playlist, under its new snapshot. */
  public static Effect oldItems() {
    return disguise("old items", caller -> caller.served(list -> list.entriesBeforeLastEdit));
  }

  /**
   * Answers with the items that playlists had at some time, under their snapshots of now.
   *
   * @param items the items by the ids of the playlists; one that has none here has its own
   */
  public static Effect oldItems(Map<String, List<SimulatedEntry>> items) {
    Map<String, List<SimulatedEntry>> then = Map.copyOf(items);
    return disguise(
        "old items",
        caller -> caller.served(playlist -> then.getOrDefault(playlist.id, playlist.entries)));
  }

  /** Delays the answer. */
  public static Effect latency(Duration time) {
    requireNonNull(time, "time");
    return after("latency", (answer, situation) -> answer.latency = answer.latency.plus(time));
  }

  static Effect instead(String name, Supplier<@Nullable Answer> replacement) {
    return new Effect(name, world -> {}, caller -> caller, replacement, (answer, situation) -> {});
  }

  static Effect after(String name, BiConsumer<Answer, Situation> change) {
    return new Effect(name, world -> {}, caller -> caller, () -> null, change);
  }

  private static Effect disguise(String name, UnaryOperator<Caller> disguise) {
    return new Effect(name, world -> {}, disguise, () -> null, (answer, situation) -> {});
  }

  void prepare(World world) {
    before.accept(world);
  }

  /** The caller whom the answer is for. */
  Caller disguise(Caller caller) {
    return disguise.apply(caller);
  }

  @Nullable Answer replacement() {
    return instead.get();
  }

  void distort(Answer answer, Situation situation) {
    after.accept(answer, situation);
  }

  @Override
  public String toString() {
    return name;
  }
}
