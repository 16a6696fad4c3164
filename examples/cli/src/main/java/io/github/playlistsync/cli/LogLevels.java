package io.github.playlistsync.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the program logs. Without {@code -v} that is nothing, since a command says how it went;
 * {@code work}, which runs unattended, logs warnings.
 */
final class LogLevels {
  private static final String OURS = "io.github.playlistsync";

  private LogLevels() {}

  /** Logs as much as so many {@code -v} ask for. */
  static void set(int verbosity) {
    if (verbosity > 0) {
      set(OURS, verbosity == 1 ? Level.INFO : Level.DEBUG);
    }
    if (verbosity > 2) {
      set(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.DEBUG);
    }
  }

  /** Logs warnings at least. */
  static void warn() {
    if (!LoggerFactory.getLogger(OURS).isWarnEnabled()) {
      set(OURS, Level.WARN);
    }
  }

  private static void set(String name, Level level) {
    ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
  }
}
