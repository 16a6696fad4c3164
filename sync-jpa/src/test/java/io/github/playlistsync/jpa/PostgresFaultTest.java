package io.github.playlistsync.jpa;

import static io.github.playlistsync.jpa.FaultyHost.EVERY;
import static io.github.playlistsync.jpa.FaultyHost.LAST;
import static io.github.playlistsync.jpa.FaultyHost.SOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.jpa.FaultyHost.Fault;
import io.github.playlistsync.testing.database.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL that fails at each statement of the engine's writes: nothing is half written, and
 * the next sync, on the same pool, completes it. {@code -Dsync.faults=full} takes larger playlists,
 * and every fault at every statement.
 */
class PostgresFaultTest {
  private static final boolean FULL = "full".equals(System.getProperty("sync.faults"));
  private static final int ITEMS = FULL ? 2_100 : 130;

  /** Makes every read and write of a row wait in a session that asks for it, except the owner's. */
  private static final String SLOW_ROWS =
      """
      create function slow() returns boolean language plpgsql stable as $$
      begin
        if current_setting('test.slow', true) = 'on' then perform pg_sleep(30); end if;
        return true;
      end $$;
      do $$ begin
        if not exists (select from pg_roles where rolname = 'host') then
          create role host login;
        end if;
      end $$;
      grant all on all tables in schema public to host;
      do $$ declare t text; begin
        for t in select tablename from pg_tables where schemaname = 'public' loop
          execute format('alter table %I enable row level security', t);
          execute format('create policy slow on %I using (slow()) with check (slow())', t);
        end loop;
      end $$;
      """;

  /** Ends a connection and waits until it has ended. */
  private static final String CUT =
      """
      do $$ declare cut integer := %d; begin
        perform pg_terminate_backend(cut);
        while exists (select from pg_stat_activity where pid = cut) loop
          perform pg_stat_clear_snapshot();
          perform pg_sleep(0.001);
        end loop;
      end $$;
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingWhereverTheConnectionIsCut(boolean portable) {
    String url = PostgresServer.shared().newDatabase();
    try (FaultyHost host = new FaultyHost(url, url, "", portable, ITEMS)) {
      List<FaultScenario> all = List.of(FaultScenario.values());
      for (FaultScenario scenario : portable ? scenarios(true) : all) {
        int once = host.failAtSteps(scenario, EVERY, (step, connection) -> cut(host, connection));
        int again =
            host.failAtSteps(
                scenario,
                FULL ? EVERY : LAST,
                new Fault() {
                  @Override
                  public void begin(String step, Connection connection) throws SQLException {
                    cut(host, connection);
                  }

                  @Override
                  public void goOn(String step, Connection connection) throws SQLException {
                    cut(host, connection);
                  }
                });

        assertThat(once).isGreaterThan(5);
        assertThat(host.refusals())
            .hasSizeGreaterThan(once + again)
            .allMatch(state -> state.matches("57P01|08..."));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingWhicheverStatementTakesTooLong(boolean portable) throws SQLException {
    String url = PostgresServer.shared().newDatabase();
    String asHost = url.replace("user=postgres", "user=host");
    try (FaultyHost host = new FaultyHost(url, asHost, SLOW_ROWS, portable, ITEMS);
        TableLocks locks = new TableLocks(PostgresServer.dataSource(url))) {
      for (FaultScenario scenario : scenarios(portable)) {
        int slow =
            host.failAtSteps(
                scenario,
                steps -> EVERY.of(steps).filter(k -> !steps.get(k).equals("commit")),
                new Fault() {
                  @Override
                  public void begin(String step, Connection connection) throws SQLException {
                    locks.takeThoseThatAreFree();
                    try (Statement statement = connection.createStatement()) {
                      statement.execute("set local test.slow = 'on'");
                      statement.execute("set local statement_timeout = 10");
                    }
                  }

                  @Override
                  public void refused() {
                    locks.release();
                  }
                });

        assertThat(slow).isGreaterThan(5);
        assertThat(host.refusals()).hasSize(slow).containsOnly("57014");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingWhenTheServerIsKilledAndRecovers(boolean portable) {
    PostgresServer server = Killed.SERVER;
    String url = server.newDatabase();
    try (FaultyHost host = new FaultyHost(url, url, "", portable, ITEMS)) {
      for (FaultScenario scenario : scenarios(!FULL)) {
        int killed =
            host.failAtSteps(scenario, FULL ? EVERY : SOME, (step, connection) -> server.restart());

        assertThat(host.refusals())
            .hasSizeGreaterThanOrEqualTo(killed)
            .allMatch(state -> state.matches("57P0.|08..."));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingWhenTheDiskIsFull(boolean portable) {
    PostgresServer server = smallDiskServer();
    Path filler = server.smallDisk().resolve("filler");
    // Fails unless it filled the disk.
    String fill = "copy (select) to program '! head -c 67108864 /dev/zero >%s'".formatted(filler);
    List<FaultScenario> scenarios = new ArrayList<>(scenarios(portable));
    if (!scenarios.contains(FaultScenario.FIRST_SYNC)) {
      // The rows of an edit may fit on existing pages.
      scenarios.add(FaultScenario.FIRST_SYNC);
    }
    int refused = 0;
    try (FaultyHost host = new FaultyHost(SmallDisk.URL, SmallDisk.URL, "", portable, ITEMS)) {
      for (FaultScenario scenario : scenarios) {
        host.failAtSteps(
            scenario,
            EVERY,
            new Fault() {
              @Override
              public void begin(String step, Connection connection) {
                host.execute(fill);
              }

              @Override
              public void end() {
                host.execute("copy (select 1 where false) to '" + filler + "'");
              }
            });

        List<String> refusals = host.refusals();
        assertThat(refusals).allMatch(state -> state.equals("53100"));
        refused += refusals.size();
      }
    }
    assertThat(refused).as("writes that found no room").isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnWhereItCannotKnowWhetherItCommitted(boolean portable) throws IOException {
    String url = PostgresServer.shared().newDatabase();
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    try (LosingProxy proxy = new LosingProxy(port);
        FaultyHost host =
            new FaultyHost(url, url.replace(":" + port, ":" + proxy.port()), "", portable, ITEMS)) {
      for (FaultScenario scenario : scenarios(portable)) {
        int lost =
            host.failAtSteps(
                scenario,
                FULL ? EVERY : SOME,
                (step, connection) -> proxy.loseAnswer(clientPort(connection)));

        assertThat(host.refusals())
            .hasSizeGreaterThanOrEqualTo(lost)
            .allMatch(state -> state.startsWith("08"));
      }
    }
  }

  /** All, or by default those that write most. */
  private static List<FaultScenario> scenarios(boolean portable) {
    if (FULL) {
      return List.of(FaultScenario.values());
    }
    return portable
        ? List.of(FaultScenario.EDITED)
        : List.of(FaultScenario.FIRST_SYNC, FaultScenario.EDITED, FaultScenario.LIBRARY);
  }

  private static void cut(FaultyHost host, Connection connection) throws SQLException {
    host.execute(CUT.formatted(connection.unwrap(PGConnection.class).getBackendPID()));
  }

  private static int clientPort(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select inet_client_port()")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static PostgresServer smallDiskServer() {
    try {
      return SmallDisk.SERVER;
    } catch (ExceptionInInitializerError | NoClassDefFoundError refused) {
      assumeThat(refused).as("a process may not have a disk of its own here").isNull();
      throw refused;
    }
  }

  private static final class Killed {
    static final PostgresServer SERVER = PostgresServer.another();
  }

  private static final class SmallDisk {
    static final PostgresServer SERVER = PostgresServer.withSmallDisk();
    static final String URL = SERVER.newDatabase();
  }
}
