package io.github.playlistsync.simulator;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the simulator until SIGTERM or Ctrl-C. First prints its address and a token of the demo
 * user; {@code --help} prints the options and the control API.
 */
public final class Main {

  private static final String OPTIONS =
      """
      A stand-in for the Spotify Web API, on 127.0.0.1 only.

        --port N             the port, 0 (default) for a free one
        --seed N             the seed of contents, ids and random faults; default 1
        --population P       EXTENDED (default), LEGACY_DEVELOPMENT or NEW_DEVELOPMENT
        --shape S            OLD, NEW or BOTH; by default it follows from the population
        --latency MS         the delay of every answer; default 0
        --empty              starts without the demo library of 40 playlists

      The Web API is under /v1, the token endpoint at /api/token, the sign-in at
      /authorize?user=ID.
      """;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] args) {
    SpotifySimulator.Builder builder = SpotifySimulator.builder();
    try {
      if (!configure(builder, args)) {
        System.out.print(help());
        return;
      }
      run(builder.start());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println("spotify-simulator: " + e.getMessage());
      System.exit(2);
    }
  }

  static String help() {
    return String.join("\n", OPTIONS, ControlApi.HELP, ControlEdits.HELP, ControlFaults.HELP);
  }

  /** Reads the options; returns false if they ask for help. */
  static boolean configure(SpotifySimulator.Builder builder, String... args) {
    long seed = 1;
    boolean empty = false;
    for (int i = 0; i < args.length; i++) {
      String option = args[i];
      switch (option) {
        case "--help", "-h" -> {
          return false;
        }
        case "--empty" -> empty = true;
        case "--port" -> builder.port((int) number(option, args, ++i));
        case "--seed" -> seed = number(option, args, ++i);
        case "--latency" -> builder.latency(Duration.ofMillis(number(option, args, ++i)));
        case "--population" -> builder.population(AppPopulation.valueOf(name(option, args, ++i)));
        case "--shape" -> builder.shape(Shape.valueOf(name(option, args, ++i)));
        default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
      }
    }
    builder.seed(seed);
    if (!empty) {
      builder.library(new DemoLibrary(seed));
    }
    return true;
  }

  private static void run(SpotifySimulator simulator) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  simulator.close();
                  stopped.countDown();
                }));
    System.out.println("web api  " + simulator.webApiUri());
    System.out.println("accounts " + simulator.accountsUri());
    System.out.println("user     " + DemoLibrary.USER);
    System.out.println("token    " + simulator.accounts().tokenFor(DemoLibrary.USER));
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long number(String option, String[] args, int i) {
    try {
      return Long.parseLong(value(option, args, i));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number", e);
    }
  }

  private static String name(String option, String[] args, int i) {
    return value(option, args, i).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String value(String option, String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return args[i];
  }
}
