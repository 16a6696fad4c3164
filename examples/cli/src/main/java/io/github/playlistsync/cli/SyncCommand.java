package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.SyncEngineBuilder;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.error.SyncInterruptedException;
import io.github.playlistsync.memory.InMemoryPlaylistStore;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.TokenStore;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Updates the copy now. */
@Command(
    name = "sync",
    description = "Updates the copy of a user's playlists, or of one.",
    exitCodeList = {
      "0:the copy is up to date",
      "1:some part is not; one line on standard error says which and why",
      "2:the command line is wrong"
    })
final class SyncCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private UserOption user = new UserOption();
  @Mixin private SpotifyOptions spotify = new SpotifyOptions();
  @Mixin private WebApiOption webApi = new WebApiOption();
  @Mixin private AccountOptions account = new AccountOptions();
  @Mixin private RulesOptions rules = new RulesOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--playlist",
      paramLabel = "ID",
      converter = Ids.Playlist.class,
      description = "only this playlist: its id, its spotify:playlist: URI or its link")
  private @Nullable PlaylistId playlist;

  @Option(
      names = "--dry-run",
      description = "show what a sync would do now, and write nothing; for the whole library only")
  private boolean dryRun;

  @Option(
      names = "--reread",
      description =
          "read every playlist whole, although its snapshot has not moved; undoes a restore")
  private boolean reread;

  @Override
  public Integer call() {
    if (playlist != null && (dryRun || rules.areGiven())) {
      throw new WrongUseException(
          "--playlist does not go with --dry-run or rules; try --include instead");
    }
    if (reread && dryRun) {
      throw new WrongUseException("--reread does not go with --dry-run");
    }
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
    webApi.check();
    Credentials.check(spotify, account);
    if (!dryRun) {
      try (Database opened = database.openOrCreate();
          Credentials credentials = Credentials.of(spotify, account, opened)) {
        return sync(opened.store(), credentials.tokens(), credentials.logins(), output, stopping);
      }
    }
    try (Database opened = database.open();
        Credentials credentials = Credentials.of(spotify, account, opened)) {
      return sync(opened.store(), credentials.tokens(), credentials.logins(), output, stopping);
    } catch (NothingStoredException first) {
      // A dry run does not create the database either.
      PlaylistStore nothing = InMemoryPlaylistStore.create();
      return sync(nothing, spotify.tokens(), Optional.empty(), output, stopping);
    }
  }

  private SyncReport sync(
      PlaylistStore store,
      AccessTokens tokens,
      Optional<TokenStore> logins,
      Output output,
      Stopping stopping) {
    UserId owner = user.user();
    try (SpotifyWebApi api = webApi.builder(tokens).build();
        SyncDisplay display = new SyncDisplay(output);
        SyncEngine engine = engine(api, store, logins, display)) {
      stopping.with(engine::close);
      if (dryRun) {
        return engine.preview(owner);
      }
      if (reread) {
        known(engine, owner).forEach(engine::invalidate);
      }
      return playlist == null ? engine.syncUser(owner) : engine.syncPlaylist(owner, playlist);
    }
  }

  /** The playlists to sync, as far as they are stored. */
  private List<PlaylistId> known(SyncEngine engine, UserId owner) {
    return playlist == null
        ? engine.library(owner).stream().map(LibraryEntry::playlist).toList()
        : List.of(playlist);
  }

  private SyncEngine engine(
      SpotifyWebApi api, PlaylistStore store, Optional<TokenStore> logins, SyncDisplay display) {
    SyncEngineBuilder builder =
        SyncEngine.builder()
            .spotify(api)
            .store(store)
            .rules(someone -> rules.rules())
            .settings(PlaylistSyncCommand.pauses(spec).runs())
            .listener(display);
    logins.ifPresent(builder::tokens);
    return builder.build();
  }

  private int print(SyncReport report, Output output) {
    if (output.json()) {
      output.json(SyncJson.of(report));
    } else {
      if (dryRun) {
        output.line("A dry run: nothing was written.");
        report.playlists().stream()
            .filter(one -> one.outcome() != PlaylistOutcome.UNCHANGED)
            .forEach(one -> ReportText.playlist(one).forEach(output::line));
      }
      ReportText.summary(report).forEach(output::line);
    }
    if (report.outcome() == SyncOutcome.COMPLETE) {
      return ExitCode.OK;
    }
    ErrorLines.print(Objects.requireNonNull(spec, "spec").commandLine(), ReportText.reason(report));
    return ExitCode.SOFTWARE;
  }
}
