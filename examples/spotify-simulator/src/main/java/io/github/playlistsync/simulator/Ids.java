package io.github.playlistsync.simulator;

import java.util.random.RandomGenerator;

/** Makes ids in Spotify's form: 22 characters of base 62. */
final class Ids {

  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private Ids() {}

  static String next(RandomGenerator random) {
    return next(random, "");
  }

  static String next(RandomGenerator random, String prefix) {
    StringBuilder id = new StringBuilder(22).append(prefix);
    while (id.length() < 22) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** Derives an id from the name of a thing that has no id in the simulator. */
  static String of(String name) {
    long state = 1125899906842597L;
    for (int i = 0; i < name.length(); i++) {
      state = 31 * state + name.charAt(i);
    }
    StringBuilder id = new StringBuilder(22);
    while (id.length() < 22) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      id.append(ALPHABET.charAt((int) ((state >>> 33) % ALPHABET.length())));
    }
    return id.toString();
  }

  static boolean isWellFormed(String id) {
    return id.length() == 22 && id.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }
}
