package io.github.playlistsync.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole program. Without a command, it runs the demo. */
@Command(
    name = "playlist-sync",
    description = "Keeps a database copy of Spotify playlists true.",
    versionProvider = PlaylistSyncCommand.Version.class,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "[COMMAND]",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:something failed; one line on standard error says what and why",
      "2:the command line is wrong"
    },
    subcommands = {
      DemoCommand.class,
      SyncCommand.class,
      PlaylistsCommand.class,
      ShowCommand.class,
      HistoryCommand.class,
      DiffCommand.class,
      RestoreCommand.class,
      PruneCommand.class,
      LoginCommand.class,
      LogoutCommand.class,
      WhoAmICommand.class,
      EnqueueCommand.class,
      WorkCommand.class,
      StatusCommand.class,
      JobsCommand.class,
      CancelCommand.class,
      RetryCommand.class,
      RepairCommand.class,
      ScheduleCommand.class,
      UnscheduleCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      HelpCommand.class
    },
    footer = {"", "Without a command, the demo runs. Each command has its own --help."})
final class PlaylistSyncCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Pauses pauses;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = CommandLine.ScopeType.INHERIT,
      description =
          "log to standard error what happens; -vv logs every step, -vvv what libraries log too")
  private boolean[] verbose = {};

  /** The program in the environment of this process. */
  PlaylistSyncCommand() {
    this(System.getenv(), Pauses.USUAL);
  }

  /** The program in another environment, with other pauses. */
  PlaylistSyncCommand(Map<String, String> environment, Pauses pauses) {
    this.environment = Map.copyOf(environment);
    this.pauses = pauses;
  }

  /** The environment variables that a command sees. */
  static Map<String, String> environment(@Nullable CommandSpec command) {
    return program(command).environment;
  }

  /** How long a command waits before it asks Spotify again. */
  static Pauses pauses(@Nullable CommandSpec command) {
    return program(command).pauses;
  }

  /** The jar that this runs from, if it is packed in one. */
  static Optional<Path> jar() {
    Path code =
        Path.of(URI.create("" + Main.class.getProtectionDomain().getCodeSource().getLocation()));
    return Files.isRegularFile(code) ? Optional.of(code) : Optional.empty();
  }

  /** How often {@code -v} is given. */
  int verbosity() {
    return verbose.length;
  }

  private static PlaylistSyncCommand program(@Nullable CommandSpec command) {
    CommandSpec all = Objects.requireNonNull(command, "command").root();
    return (PlaylistSyncCommand) all.userObject();
  }

  @Override
  public Integer call() {
    CommandLine all = Objects.requireNonNull(spec, "spec").commandLine();
    return Objects.requireNonNull(all.getSubcommands().get("demo"), "demo").execute();
  }

  /** The version of the jar, if this runs from one. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "playlist-sync " + Objects.requireNonNullElse(version, "(not from its jar)")
      };
    }
  }
}
