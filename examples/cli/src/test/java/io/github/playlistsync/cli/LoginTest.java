package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.simulator.Accounts;
import io.github.playlistsync.simulator.Effect;
import io.github.playlistsync.simulator.Endpoint;
import io.github.playlistsync.simulator.Failures;
import io.github.playlistsync.simulator.Fault;
import io.github.playlistsync.simulator.RefreshTokens;
import io.github.playlistsync.simulator.SpotifySimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in through a browser, and what the login is good for. */
class LoginTest {
  private static final String USER = TestLibrary.USER;
  private static final String KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
  private static final String OTHER_KEY = "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PLAYLIST_SYNC_KEY", KEY, "SPOTIFY_CLIENT_ID", Accounts.CLIENT_ID);
  private static final Pattern REDIRECT = Pattern.compile("redirect_uri=([^&]+)");

  private final SpotifySimulator spotify =
      SpotifySimulator.builder().library(new TestLibrary()).start();

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void signIn() {
    database = TestDatabase.inFile(folder);
    spotify.accounts().signInAs(USER);
  }

  @AfterEach
  void stop() {
    spotify.close();
  }

  @Test
  void aLoginOpensSyncUntilTheLogout() throws Exception {
    Cli login = login(this::browse);
    Cli who = run(ENVIRONMENT, "whoami", "--user", USER, "--json");
    Cli sync = run(ENVIRONMENT, "sync", "--user", USER, "--json");
    Cli wrongKey =
        run(
            Map.of("PLAYLIST_SYNC_KEY", OTHER_KEY, "SPOTIFY_CLIENT_ID", Accounts.CLIENT_ID),
            "whoami",
            "--user",
            USER);
    Cli out = run(Map.of(), "logout", "--user", USER);
    Cli after = run(ENVIRONMENT, "whoami", "--user", USER);

    assertThat(login.code()).as(login.err()).isZero();
    assertThat(login.out()).contains("Logged in as " + USER, "ends in 18");
    assertThat(login.out()).contains("code_challenge_method=S256", "state=");
    assertThat(who.code()).as(who.err()).isZero();
    assertThat(who.json().path("user").asText()).isEqualTo(USER);
    assertThat(who.json().path("daysLeft").asLong()).isBetween(178L, 184L);
    assertThat(sync.code()).as(sync.err()).isZero();
    assertThat(sync.json().path("outcome").asText()).isEqualTo("COMPLETE");
    assertOneLine(wrongKey, "key");
    assertThat(out.code()).as(out.err()).isZero();
    assertOneLine(after, USER);
    assertThat(database.count("sync_token")).isZero();
  }

  @Test
  void anAnswerThatBelongsToAnotherLoginStoresNothing() throws Exception {
    Cli login =
        login(
            invitation -> {
              Matcher redirect = REDIRECT.matcher(invitation);
              assertThat(redirect.find()).isTrue();
              String address = redirect.group(1).replace("%3A", ":").replace("%2F", "/");
              browse(address + "?code=stolen&state=forged");
            });

    assertThat(login.code()).isEqualTo(1);
    assertThat(login.err().lines()).hasSize(1);
    assertThat(login.err()).contains("does not belong");
    assertThat(database.count("sync_token")).isZero();
  }

  @Test
  void aUserWhoRefusesIsNotLoggedIn() throws Exception {
    spotify.accounts().refuseSignIn();

    Cli login = login(this::browse);

    assertThat(login.code()).isEqualTo(1);
    assertThat(login.err()).contains("refused");
  }

  @Test
  void twoProcessesThatRefreshAtOnceLoseNoLogin() throws Exception {
    database = TestDatabase.postgres();
    assertThat(login(this::browse).code()).isZero();
    spotify.accounts().refreshTokens(RefreshTokens.SINGLE_USE);
    spotify.accounts().expireAccessTokens(USER);
    spotify.log().clear();
    spotify.faults().add(Fault.on(Endpoint.TOKEN).then(Effect.latency(Duration.ofSeconds(3))));
    List<String> sync = with("sync", "--user", USER, "--json");

    Cli first;
    Cli second;
    try (CliProcess one = CliProcess.start(ENVIRONMENT, sync);
        CliProcess other = CliProcess.start(ENVIRONMENT, sync)) {
      first = one.await();
      second = other.await();
    }

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(spotify.log().count(Endpoint.TOKEN)).isEqualTo(1);
    spotify.accounts().expireAccessTokens(USER);
    assertThat(run(ENVIRONMENT, "sync", "--user", USER).code())
        .as("with the refresh token that was stored")
        .isZero();
  }

  @Test
  void aTokenEndpointThatIsDownFailsTheSyncAndARevokedLoginAsksForANewOne() throws Exception {
    assertThat(login(this::browse).code()).isZero();
    spotify.accounts().expireAccessTokens(USER);
    Fault down = Fault.on(Endpoint.TOKEN).then(Failures.status(503));
    spotify.faults().add(down);

    Cli outage = run(ENVIRONMENT, "sync", "--user", USER);
    spotify.faults().remove(down);
    Cli after = run(ENVIRONMENT, "sync", "--user", USER);
    spotify.accounts().revoke(USER);
    spotify.log().clear();
    Cli revoked = run(ENVIRONMENT, "sync", "--user", USER);

    assertOneLine(outage, "503");
    assertThat(after.code()).as(after.err()).isZero();
    assertOneLine(revoked, "invalid_grant");
    assertThat(spotify.log().count(Endpoint.TOKEN)).as("it asks once more").isEqualTo(2);
    assertThat(
            database.rows("select id, suspension from sync_user where suspended_since is not null"))
        .containsExactly(List.of(USER, "REAUTHORIZATION_NEEDED"));
    assertThat(database.count("sync_playlist where revision > 0")).isEqualTo(14);
  }

  @Test
  void whoamiTellsWhoseATokenIs() {
    String token = spotify.accounts().tokenFor(USER);
    String api = spotify.webApiUri().toString();

    Cli known = Cli.run("whoami", "--token", token, "--json", "--spotify-url", api);
    Cli unknown = Cli.run("whoami", "--token", "s3cr3t-value", "--spotify-url", api);
    Cli none = Cli.run("whoami", "--spotify-url", api);
    Cli noKey = Cli.run("login", "--client-id", "x", "--db", database.url());

    assertThat(known.json().path("user").asText()).isEqualTo(USER);
    assertOneLine(unknown, "token");
    assertThat(unknown.err()).doesNotContain("s3cr3t");
    assertThat(none.code()).isEqualTo(2);
    assertThat(noKey.code()).isEqualTo(2);
    assertThat(noKey.err()).contains("PLAYLIST_SYNC_KEY");
  }

  /** What a user does with the address that they are given. */
  private interface Browser {
    void open(String address) throws IOException, InterruptedException;
  }

  /** Logs in with a browser that opens the address as soon as it is printed. */
  private Cli login(Browser browser) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try (PipedReader reader = new PipedReader();
        PrintWriter writer = new PrintWriter(new PipedWriter(reader))) {
      CompletableFuture<Integer> code =
          CompletableFuture.supplyAsync(
              () -> {
                try (writer) {
                  return Main.commandLine(ENVIRONMENT, Cli.PAUSES)
                      .setOut(writer)
                      .setErr(new PrintWriter(err))
                      .execute(with("login", "--redirect-port", "0").toArray(String[]::new));
                }
              });
      for (String line : (Iterable<String>) new BufferedReader(reader).lines()::iterator) {
        out.append(line).append('\n');
        if (line.contains("/authorize?")) {
          browser.open(line);
        }
      }
      return new Cli(code.join(), out.toString(), err.toString());
    }
  }

  private void browse(String address) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private Cli run(Map<String, String> environment, String... args) {
    return Cli.run(environment, with(args));
  }

  private List<String> with(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--db", database.url()));
    if (!args[0].equals("logout")) {
      all.addAll(List.of("--spotify-url", spotify.webApiUri().toString()));
      all.addAll(List.of("--accounts-url", spotify.accountsUri().toString()));
    }
    return all;
  }

  private static void assertOneLine(Cli run, String hint) {
    assertThat(run.code()).as(run.toString()).isEqualTo(1);
    assertThat(run.err().lines()).as(run.toString()).hasSize(1);
    assertThat(run.err()).startsWith("playlist-sync: ").contains(hint).doesNotContain("\tat ");
  }
}
