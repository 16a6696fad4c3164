package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.SyncOutcome;
import io.github.playlistsync.SyncReport;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the copy up to date now. */
@Command(
    name = "sync",
    description = "Brings the copy of a user's playlists, or of one, up to date.",
    exitCodeList = {
      "0:the copy is what Spotify has",
      "1:some part is not; one line on standard error says which and why",
      "2:the command line is wrong"
    })
final class SyncCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOption user = new UserOption();
  @Mixin private SpotifyOptions spotify = new SpotifyOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--playlist",
      paramLabel = "ID",
      converter = Ids.Playlist.class,
      description = "only this playlist: its id, its spotify:playlist: URI or its page's address")
  private @Nullable PlaylistId playlist;

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    long begun = System.nanoTime();
    try (Stopping stopping = Stopping.listening(output.err())) {
      try {
        SyncReport report = sync(output, stopping);
        return print(report, output);
      } catch (SyncInterruptedException stopped) {
        if (!stopping.hasBegun()) {
          throw stopped;
        }
        return ExitCode.SOFTWARE;
      } catch (SyncException nothingDone) {
        if (output.json()) {
          Duration taken = Duration.ofNanos(System.nanoTime() - begun);
          output.json(SyncJson.ofNothing(user.user(), nothingDone, taken));
        }
        throw nothingDone;
      }
    }
  }

  private SyncReport sync(Output output, Stopping stopping) {
    database.address();
    try (SpotifyWebApi api = spotify.connect();
        Database opened = database.openOrCreate();
        SyncDisplay display = new SyncDisplay(output);
        SyncEngine engine =
            SyncEngine.builder().spotify(api).store(opened.store()).listener(display).build()) {
      stopping.with(engine::close);
      UserId owner = user.user();
      return playlist == null ? engine.syncUser(owner) : engine.syncPlaylist(owner, playlist);
    }
  }

  private int print(SyncReport report, Output output) {
    if (output.json()) {
      output.json(SyncJson.of(report));
    } else {
      ReportText.summary(report).forEach(output::line);
    }
    if (report.outcome() == SyncOutcome.COMPLETE) {
      return ExitCode.OK;
    }
    ErrorLines.print(Objects.requireNonNull(spec, "spec").commandLine(), ReportText.reason(report));
    return ExitCode.SOFTWARE;
  }
}
