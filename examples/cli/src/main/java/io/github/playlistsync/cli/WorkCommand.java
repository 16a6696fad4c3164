package io.github.playlistsync.cli;

import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.redis.RedisRequestGate;
import io.github.playlistsync.settings.WorkerSettings;
import io.github.playlistsync.spotify.SpotifyWebApi;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the enqueued jobs until a signal comes. */
@Command(
    name = "work",
    description = {
      "Runs the enqueued jobs until SIGTERM or Ctrl-C.",
      "Any number of processes may do so; they share one budget of calls to Spotify. After the"
          + " signal, running jobs have some seconds to finish and are then handed back."
    },
    exitCodeList = {
      "0:a signal came; running jobs ended or were handed back",
      "1:the workers could not start; one line on standard error says why",
      "2:the command line is wrong"
    })
final class WorkCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1_000;

  /** Short enough to end before a supervisor kills the process. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private RedisOptions redis = new RedisOptions();
  @Mixin private SpotifyOptions spotify = new SpotifyOptions();
  @Mixin private WebApiOption webApi = new WebApiOption();
  @Mixin private AccountOptions account = new AccountOptions();
  @Mixin private RulesOptions rules = new RulesOptions();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "4",
      description = "how many jobs run at once in this process; ${DEFAULT-VALUE} unless given")
  private int threads = 4;

  @Override
  public Integer call() {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new WrongUseException("--threads is 1 to " + MAX_THREADS);
    }
    LogLevels.warn();
    Output output = outputOptions.output();
    WorkDone done = new WorkDone();
    try (Stopping stopping = Stopping.endedBySignals(output.err())) {
      work(output, stopping, done);
      done.print(output);
      return ExitCode.OK;
    }
  }

  private void work(Output output, Stopping stopping, WorkDone done) {
    RedisAddress address = redis.address();
    database.address();
    webApi.check();
    Credentials.check(spotify, account);
    try (Redis opened = redis.open();
        RedisRequestGate gate = opened.gate();
        Database store = database.openOrCreate(Database.USUAL_CONNECTIONS + threads);
        Credentials credentials = Credentials.of(spotify, account, store);
        SpotifyWebApi api = webApi.builder(credentials.tokens()).gate(gate).build();
        SyncEngine engine =
            SyncEngine.builder()
                .spotify(api)
                .store(store.store())
                .queue(opened.queue())
                .rules(user -> rules.rules())
                .settings(PlaylistSyncCommand.pauses(spec).runs())
                .listener(done)
                .workers(WorkerSettings.defaults().withCloseGrace(GRACE))
                .build()) {
      stopping.with(engine::close);
      engine.startWorkers(threads);
      output.err().println("playlist-sync: " + threads + " workers wait for jobs in " + address);
      output.err().flush();
      stopping.awaitSignal();
    }
  }
}
