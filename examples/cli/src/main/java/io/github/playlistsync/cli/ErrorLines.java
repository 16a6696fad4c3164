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

/** Turns a failure into one line on standard error and an exit code. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ErrorLines.class);

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    return wrongUse(wrong.getCommandLine(), message(wrong));
  }

  @Override
  public int handleExecutionException(Exception failed, CommandLine command, ParseResult parsed) {
    if (failed instanceof WrongUseException) {
      return wrongUse(command, String.valueOf(failed.getMessage()));
    }
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
              + " (-vv shows where)");
    }
    return ExitCode.SOFTWARE;
  }

  private static int wrongUse(CommandLine command, String message) {
    String name = command.getCommandSpec().qualifiedName();
    print(command, message + " (see " + name + " --help)");
    return ExitCode.USAGE;
  }

  /** Prints the line. */
  static void print(CommandLine command, String message) {
    command.getErr().println("playlist-sync: " + Printable.oneLine(message));
    command.getErr().flush();
  }

  // An unexpected argument may be a token, so only the names of options are repeated.
  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      return first.startsWith("-")
          ? "there is no option '" + first.split("=", 2)[0] + "'"
          : "there is an argument too many, or an unknown command";
    }
    return String.valueOf(wrong.getMessage());
  }
}
