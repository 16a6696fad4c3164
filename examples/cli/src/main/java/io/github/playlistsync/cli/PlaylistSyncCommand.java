package io.github.playlistsync.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program as a whole. Without a command it runs the demo. */
@Command(
    name = "playlist-sync",
    description = "Keeps a database copy of Spotify playlists true.",
    versionProvider = PlaylistSyncCommand.Version.class,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "[COMMAND]",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything is as it should be",
      "1:some part failed; one line on standard error says which and why",
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
      ScheduleCommand.class,
      UnscheduleCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      HelpCommand.class
    },
    footer = {"", "Without a command, the demo runs. Commands have a --help of their own."})
final class PlaylistSyncCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

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
