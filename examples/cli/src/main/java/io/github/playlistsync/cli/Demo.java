package io.github.playlistsync.cli;

import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.simulator.DemoLibrary;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Entries;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.PlaylistView;
import io.github.playlistsync.simulator.World;
import java.util.List;

/** The steps of the demo. Each ends by comparing the database with what it must hold. */
final class Demo {
  private static final int MOST_DIFFERENCES = 5;
  private static final int FAILING_OFFSET = 5_000;
  private static final String EQUAL = "every field and position is as Spotify has it";

  private final DemoStage stage;
  private final Output output;
  private final World world;
  private final long begun = System.nanoTime();
  private boolean right = true;

  Demo(DemoStage stage, Output output) {
    this.stage = stage;
    this.output = output;
    this.world = stage.simulator().world();
  }

  /** Runs all steps; returns whether the database was right after each. */
  boolean run() {
    introduce();
    firstSync();
    unchangedSync();
    syncAfterEdits();
    syncThatFails();
    syncThatGoesOn();
    showResult();
    return right;
  }

  private void introduce() {
    LibraryImage truth = stage.truth();
    say("Playlist Sync keeps a database copy of Spotify playlists true. This demo uses a");
    say(
        "simulated Spotify at "
            + stage.simulator().webApiUri()
            + ": %,d playlists, %,d items,".formatted(truth.playlists().size(), truth.items()));
    say("among them duplicates, local files, episodes and entries without a track.");
  }

  private void firstSync() {
    title("1. The first sync reads everything");
    expect(stage.sync(), SyncOutcome.COMPLETE, stage.truth(), EQUAL);
  }

  private void unchangedSync() {
    title("2. Nothing changed: it reads the list, and the one playlist that Spotify generates");
    expect(stage.sync(), SyncOutcome.COMPLETE, stage.truth(), EQUAL);
  }

  private void syncAfterEdits() {
    title("3. Ten edits in Spotify");
    new DemoEdits(world).make().forEach(edit -> say("   - " + edit));
    SyncReport report = stage.sync();
    report.playlists().stream()
        .filter(playlist -> playlist.outcome() != PlaylistOutcome.UNCHANGED)
        .forEach(playlist -> say("   " + ReportText.playlist(playlist).get(0)));
    report.gone().forEach(id -> say("   gone          " + id + "; its content is kept"));
    expect(report, SyncOutcome.COMPLETE, stage.truth(), EQUAL);
  }

  private void syncThatFails() {
    title("4. Two more edits, and a read of the largest playlist fails in the middle");
    LibraryImage before = stage.truth();
    PlaylistView large = DemoEdits.named(world, DemoLibrary.LARGE);
    PlaylistView small = DemoEdits.named(world, "Live");
    Entries entries = Entries.seeded(4, DemoLibrary.USER);
    world.edit(large.id()).remove(FAILING_OFFSET, 20);
    world.edit(small.id()).append(entries.tracks(3));
    Fault fault =
        stage
            .simulator()
            .faults()
            .add(
                Fault.on(Endpoint.PLAYLIST_ITEMS, Endpoint.PLAYLIST_TRACKS)
                    .ofPlaylist(large.id())
                    .atOffset(FAILING_OFFSET)
                    .then(Failures.status(500)));
    SyncReport report = stage.sync();
    stage.simulator().faults().remove(fault);
    say("   " + ReportText.reason(report));
    expect(
        report,
        SyncOutcome.PARTIAL,
        stage.truth().with(large.id(), before),
        "that playlist is as it was before, all others are as Spotify has them");
    check(
        report.playlists().stream()
            .filter(playlist -> playlist.outcome() == PlaylistOutcome.FAILED)
            .map(PlaylistReport::id)
            .map(Object::toString)
            .toList()
            .equals(List.of(large.id())),
        "the report names the playlist that failed, and only that one");
  }

  private void syncThatGoesOn() {
    title("5. Spotify answers again, and the next sync does the rest");
    expect(stage.sync(), SyncOutcome.COMPLETE, stage.truth(), EQUAL);
  }

  private void showResult() {
    title("What is stored");
    output.table(PlaylistsCommand.table(stage.rows()));
    say("");
    if (!right) {
      say("The database was NOT what it should be; see above.");
      return;
    }
    say(
        "The database was right after every step; all of it took %.1f s."
            .formatted((System.nanoTime() - begun) / 1e9));
    say("");
    say("For your own account, create an application at https://developer.spotify.com/dashboard");
    say("with the redirect address http://127.0.0.1/callback, and run with its client id:");
    say("  mvn -q -pl examples/cli -am package -DskipTests");
    say("  export SPOTIFY_CLIENT_ID=YOUR_CLIENT_ID");
    say(
        "  export PLAYLIST_SYNC_KEY=\"$(openssl rand -base64 32)\"   # keep it, it opens your login");
    say("  java -jar examples/cli/target/playlist-sync.jar login");
    say("Then paste the command that login prints, which ends like this one:");
    say("  java -jar examples/cli/target/playlist-sync.jar sync --user YOUR_SPOTIFY_USER_ID");
  }

  private void expect(
      SyncReport report, SyncOutcome outcome, LibraryImage expected, String meaning) {
    say("   " + ReportText.cost(report.cost()));
    check(report.outcome() == outcome, "the outcome is " + report.outcome());
    List<String> differences = expected.differencesTo(stage.stored());
    check(
        differences.isEmpty(),
        differences.isEmpty()
            ? "checked with SQL, %,d playlists and %,d items: %s"
                .formatted(expected.playlists().size(), expected.items(), meaning)
            : "%,d differences between the database and what it should hold"
                .formatted(differences.size()));
    differences.stream().limit(MOST_DIFFERENCES).forEach(line -> say("        " + line));
  }

  private void check(boolean holds, String what) {
    right &= holds;
    say((holds ? "   ok   " : "   BAD  ") + what);
  }

  private void title(String title) {
    say("");
    say(title);
  }

  private void say(String line) {
    output.line(line);
  }
}
