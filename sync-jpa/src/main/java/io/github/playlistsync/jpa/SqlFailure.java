package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.error.SyncException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a transaction failed, by the SQLStates in the chain of causes: each provider wraps them in
 * exceptions of its own.
 */
final class SqlFailure {
  /** How to react. If several apply, the first of these decides. */
  private enum Kind {
    /** Another transaction was in the way; a repeat may succeed. */
    CONFLICT,
    /**
     * Another transaction inserted the same key first, or the change contradicts the stored rows.
     */
    DUPLICATE,
    /** The database is unreachable or overloaded. */
    UNAVAILABLE,
    /** The server did not answer within the limit of the connection. A pool may hold more such. */
    SILENT,
    /** The connection broke while in use. A pool may hold more broken ones. */
    LOST,
    /** A repeat would fail again. */
    REFUSED
  }

  private static final int MAX_LOST_CONNECTIONS = 5;
  private static final int MAX_SILENT_CONNECTIONS = 2;

  private static final int MAX_CAUSES = 50;

  /** Missing, failed or closed by the server; MariaDB's driver has a state of its own. */
  private static final Set<String> LOST_CONNECTION =
      Set.of("08003", "08006", "08S01", "57P01", "57P02");

  private static final Pattern UNKNOWN_TO_ENCODING =
      Pattern.compile("no equivalent in encoding \"(\\w+)\"");

  /** Values in single quotes, and PostgreSQL's after a colon; not the names of columns and keys. */
  private static final Pattern QUOTED =
      Pattern.compile("'.*(?= for (?:column|key) )|'.*|(?<=: )\"[^\"]*\"$");

  private final Kind kind;
  private final Exception error;
  private final String reason;
  private final boolean ofDatabase;

  private SqlFailure(Kind kind, Exception error, String reason, boolean ofDatabase) {
    this.kind = kind;
    this.error = error;
    this.reason = reason;
    this.ofDatabase = ofDatabase;
  }

  static SqlFailure of(Exception error) {
    List<SQLException> found = new ArrayList<>();
    collect(error, found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return found.stream()
        .min(Comparator.comparing(SqlFailure::kindOf))
        .map(decisive -> new SqlFailure(kindOf(decisive), error, reason(decisive), true))
        .orElseGet(() -> new SqlFailure(Kind.REFUSED, error, firstLine(root(error)), false));
  }

  /**
   * Whether the whole transaction should run again. After a lost connection nobody knows whether it
   * committed, so every write is harmless the second time.
   *
   * @param attempt how often it has run, from 1
   */
  boolean isWorthARetry(int attempt) {
    return switch (kind) {
      case CONFLICT, DUPLICATE -> true;
      case LOST -> attempt < MAX_LOST_CONNECTIONS;
      case SILENT -> attempt < MAX_SILENT_CONNECTIONS;
      case UNAVAILABLE, REFUSED -> false;
    };
  }

  /** Whether the error comes from the database, not from the provider or the host. */
  boolean isOfDatabase() {
    return ofDatabase;
  }

  /** The port's exception. {@code what} names the operation. */
  SyncException toException(String what) {
    String message = "could not " + what + ": " + reason;
    return switch (kind) {
      case CONFLICT, UNAVAILABLE, SILENT, LOST -> new StoreUnavailableException(message, error);
      case DUPLICATE, REFUSED -> new StoreException(message, error);
    };
  }

  private static Kind kindOf(SQLException e) {
    String state = stateOf(e);
    if (state.startsWith("40") || state.equals("55P03") || isConflictWithoutState(e, state)) {
      return Kind.CONFLICT;
    }
    // 23505 where a database distinguishes the kinds of constraints, 23000 where it does not.
    if (state.equals("23505") || (state.equals("23000") && !isForeignKeyOfMariaDb(e))) {
      return Kind.DUPLICATE;
    }
    if (LOST_CONNECTION.contains(state)) {
      return isOfSilence(e) ? Kind.SILENT : Kind.LOST;
    }
    return isUnavailable(e, state) ? Kind.UNAVAILABLE : Kind.REFUSED;
  }

  private static boolean isOfSilence(SQLException e) {
    Throwable cause = e.getCause();
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String stateOf(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /**
   * Lock timeouts of H2 and MariaDB, and, with MariaDB's snapshot isolation, a record that changed
   * since it was read.
   */
  private static boolean isConflictWithoutState(SQLException e, String state) {
    return (state.equals("HYT00") && e.getErrorCode() == 50200)
        || (state.equals("HY000") && Set.of(1205, 1020).contains(e.getErrorCode()));
  }

  private static boolean isForeignKeyOfMariaDb(SQLException e) {
    return e.getErrorCode() == 1451 || e.getErrorCode() == 1452;
  }

  /**
   * Connections (08), resources (53), shutdown, crash and canceled statements (57, 58), a server
   * that is read-only for now (25006), timeouts (HYT), and H2's closed and locked databases (90).
   */
  private static boolean isUnavailable(SQLException e, String state) {
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || e instanceof SQLTimeoutException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58")
        || state.startsWith("HYT")
        || Set.of("25006", "90007", "90020", "90067", "90098", "90121").contains(state);
  }

  private static void collect(
      @Nullable Throwable error, List<SQLException> found, Set<Throwable> seen) {
    if (error == null || !seen.add(error)) {
      return;
    }
    if (error instanceof SQLException sql) {
      collect(sql.getNextException(), found, seen);
    }
    collect(error.getCause(), found, seen);
    // A batch repeats what its statement failed for, with all of its values.
    if (error instanceof SQLException sql
        && (found.isEmpty() || !(error instanceof BatchUpdateException))) {
      found.add(sql);
    }
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return root;
  }

  /** What the database says, without the values that it quotes. */
  private static String reason(SQLException error) {
    String line = firstLine(error);
    String state = stateOf(error);
    if (!state.startsWith("22") && !state.startsWith("23")) {
      return line;
    }
    Matcher encoding = UNKNOWN_TO_ENCODING.matcher(line);
    if (encoding.find()) {
      return "the database's encoding %s cannot hold a character of it"
          .formatted(encoding.group(1));
    }
    return QUOTED.matcher(line).replaceFirst("...");
  }

  private static String firstLine(Throwable error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    return message.lines().findFirst().orElse(error.getClass().getSimpleName());
  }
}
