package io.github.playlistsync.cli;

import io.github.playlistsync.error.SyncException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ErrorLines.class);

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    print(command, message(wrong) + " (see " + name + " --help)");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failed, CommandLine command, ParseResult parsed) {
    if (failed instanceof SyncException || failed instanceof CommandFailedException) {
      print(command, String.valueOf(failed.getMessage()));
    } else {
      log.debug("A command failed", failed);
      print(
          command,
          "internal error: "
              + failed.getClass().getSimpleName()
              + ": "
              + failed.getMessage()
              + " (PLAYLIST_SYNC_LOG=DEBUG tells more)");
    }
    return ExitCode.SOFTWARE;
  }

  /** Writes the line. */
  static void print(CommandLine command, String message) {
    command.getErr().println("playlist-sync: " + Printable.oneLine(message));
    command.getErr().flush();
  }

  // What stands where nothing is expected may be a token, so only options are repeated.
  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      return first.startsWith("-")
          ? "there is no option '" + first.split("=", 2)[0] + "'"
          : "there is an argument too many, or a command that is none";
    }
    return String.valueOf(wrong.getMessage());
  }
}
