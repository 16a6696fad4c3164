package io.github.playlistsync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** Starts the program. */
public final class Main {
  private static final String NO_UNSAFE = "io.netty.noUnsafe";

  private Main() {}

  /**
   * Runs the program.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    keepNettyQuiet();
    CommandLine commandLine = commandLine(System.getenv());
    commandLine.setOut(writer(FileDescriptor.out)).setErr(writer(FileDescriptor.err));
    int code = commandLine.execute(args);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    if (code != 0 || !isEmbedded()) {
      System.exit(code);
    }
  }

  /** The whole command line, with every command and the handling of errors. */
  static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, Pauses.USUAL);
  }

  /** The same with other pauses. */
  static CommandLine commandLine(Map<String, String> environment, Pauses pauses) {
    PlaylistSyncCommand program = new PlaylistSyncCommand(environment, pauses);
    ErrorLines errors = new ErrorLines();
    return new CommandLine(program)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(
            parsed -> {
              LogLevels.set(program.verbosity());
              return new CommandLine.RunLast().execute(parsed);
            })
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** From JDK 24 on, the JVM prints four lines to standard error when Netty uses Unsafe. */
  private static void keepNettyQuiet() {
    if (Runtime.version().feature() >= 24 && System.getProperty(NO_UNSAFE) == null) {
      System.setProperty(NO_UNSAFE, "true");
    }
  }

  /** Whether a build tool runs this in its own JVM, which an exit would end. */
  private static boolean isEmbedded() {
    return Main.class.getClassLoader() != ClassLoader.getSystemClassLoader();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, Terminal.charset());
  }
}
