package io.github.playlistsync.redis;

import io.github.playlistsync.model.JobId;
import io.github.playlistsync.model.UserId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** All partitions of a queue, and which of them holds what. */
final class Partitions {
  /** Without braces, which would end the hash tag of the keys. */
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  private final List<Partition> all;

  Partitions(List<Partition> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Checks the prefix of all keys.
   *
   * @throws IllegalArgumentException unless it has 1 to 40 letters, digits, {@code _}, {@code .}
   *     and {@code -}
   */
  static String requirePrefix(String prefix) {
    if (!PREFIX.matcher(Objects.requireNonNull(prefix, "prefix")).matches()) {
      throw new IllegalArgumentException(
          "prefix is '" + prefix + "'; expected 1 to 40 letters, digits, '_', '.' and '-'");
    }
    return prefix;
  }

  List<Partition> all() {
    return all;
  }

  /** The one that holds all jobs of a user. */
  Partition of(UserId user) {
    return all.get(Math.floorMod(user.value().hashCode(), all.size()));
  }

  /** The one whose number begins the id; empty if this queue has no such partition. */
  Optional<Partition> of(JobId job) {
    String id = job.value();
    try {
      int number = Integer.parseInt(id.substring(0, Math.max(0, id.indexOf('.'))));
      return number < 0 || number >= all.size() ? Optional.empty() : Optional.of(all.get(number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
