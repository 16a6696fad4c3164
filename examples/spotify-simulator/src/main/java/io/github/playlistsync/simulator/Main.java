package io.github.playlistsync.simulator;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the simulator until it is told to stop (SIGTERM, Ctrl-C). Prints its address and a token for
 * the demo user first; {@code --help} prints the options and the control API.
 */
public final class Main {

  private static final String HELP =
      """
      A stand-in for the Spotify Web API, on 127.0.0.1 only.

        --port N             the port; 0, the default, for a free one
        --seed N             what contents, ids and random faults are made from; 1
        --population P       EXTENDED (default), LEGACY_DEVELOPMENT or NEW_DEVELOPMENT
        --shape S            OLD, NEW or BOTH; follows from the population otherwise
        --latency MS         how long every answer waits; 0
        --empty              without the demo library of 40 playlists

      Web API under /v1, token endpoint at /api/token, sign-in at /authorize?user=ID.
      Control, in JSON under /_control:

        GET    /_control                   the users and playlists
        GET    /_control/playlists/ID      a playlist as it truly is
        GET    /_control/users/ID          a user's list and likes
        POST   /_control/edit              {"op":"add","playlist":ID,"position":0,"count":3}
                 user create delete add remove move clear rename describe visibility
                 collaborative cover follow unfollow like unlike access
        POST   /_control/random-edits      {"count":100,"seed":7}
        POST   /_control/faults            {"endpoint":"PLAYLIST_ITEMS","call":2,
                                            "effect":"status","status":500}
                 status answer unauthorized forbidden user-not-registered premium-required
                 insufficient-scope not-found too-many-requests too-many-requests-empty
                 quota-exceeded latency hang cut-body broken-json empty-body huge-body
                 empty-page short-page repeated-page overlapping-page next-leads-back next
                 total-off-by float-numbers zero-tracks stale-snapshot changing-snapshot edit
        DELETE /_control/faults            no faults
        POST   /_control/fault-rate        {"rate":0.05}
        POST   /_control/limits            {"calls":100,"seconds":30,"penaltySeconds":5,"daily":0}
        POST   /_control/tokens            {"user":ID}
        POST   /_control/expire-tokens, /_control/revoke, /_control/sign-in    {"user":ID}
        GET    /_control/log               the calls; DELETE forgets them
        POST   /_control/reset             the state at the start
      """;

  private Main() {}

  /**
   * Runs the program.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    SpotifySimulator.Builder builder = SpotifySimulator.builder();
    try {
      if (!configure(builder, args)) {
        System.out.print(HELP);
        return;
      }
      run(builder.start());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println("spotify-simulator: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Reads the options; false if help is asked for. */
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
        default -> throw new IllegalArgumentException("no option " + option + "; try --help");
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
