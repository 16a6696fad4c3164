package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fault} does to a call. {@link Failures} leave no usable answer, {@link Distortions}
 * make it untrue. Immutable.
 */
public final class Effect {

  private final String name;
  private final @Nullable Consumer<World> before;
  private final @Nullable Supplier<Answer> instead;
  private final @Nullable BiConsumer<Answer, Situation> after;

  private Effect(
      String name,
      @Nullable Consumer<World> before,
      @Nullable Supplier<Answer> instead,
      @Nullable BiConsumer<Answer, Situation> after) {
    this.name = name;
    this.before = before;
    this.instead = instead;
    this.after = after;
  }

  /** Changes the world just before each answer, such as by an edit in the middle of a read. */
  public static Effect change(Consumer<World> change) {
    return new Effect("change", requireNonNull(change, "change"), null, null);
  }

  /** Delays the answer. */
  public static Effect latency(Duration time) {
    requireNonNull(time, "time");
    return after("latency", (answer, situation) -> answer.latency = answer.latency.plus(time));
  }

  static Effect instead(String name, Supplier<Answer> answer) {
    return new Effect(name, null, answer, null);
  }

  static Effect after(String name, BiConsumer<Answer, Situation> change) {
    return new Effect(name, null, null, change);
  }

  void prepare(World world) {
    if (before != null) {
      before.accept(world);
    }
  }

  @Nullable Answer replacement() {
    return instead == null ? null : instead.get();
  }

  void bend(Answer answer, Situation situation) {
    if (after != null) {
      after.accept(answer, situation);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
