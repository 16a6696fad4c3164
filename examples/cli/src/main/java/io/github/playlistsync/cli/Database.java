package io.github.playlistsync.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.error.StoreUnavailableException;
import io.github.playlistsync.jpa.JpaPlaylistStore;
import io.github.playlistsync.jpa.JpaSchema;
import io.github.playlistsync.jpa.JpaTokenStore;
import io.github.playlistsync.jpa.JpaTransactions;
import io.github.playlistsync.jpa.TokenKeys;
import io.github.playlistsync.spi.store.PlaylistStore;
import io.github.playlistsync.spi.store.TokenStore;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** An open database that holds the copy. */
final class Database implements AutoCloseable {
  /** Longer than any transaction, since transactions may wait for each other. */
  private static final long WAIT_MILLIS = 120_000;

  /** How many connections one sync needs. */
  static final int USUAL_CONNECTIONS = 5;

  private static final int H2_LOCKED = 90020;
  private static final int H2_NOT_FOUND = 90146;
  private static final int H2_NOT_FOUND_LOCALLY = 90149;

  private final HikariDataSource dataSource;
  private final EntityManagerFactory factory;
  private final PlaylistStore store;

  private Database(HikariDataSource dataSource, EntityManagerFactory factory) {
    this.dataSource = dataSource;
    this.factory = factory;
    this.store = JpaPlaylistStore.create(factory);
  }

  /**
   * Opens a database.
   *
   * @param create whether to create the tables, and the database if it is a file
   * @param connections the most that may be open
   * @throws StoreUnavailableException if it cannot be reached within some seconds
   * @throws StoreException if it holds no copy and {@code create} is false
   */
  static Database open(DatabaseAddress address, boolean create, int connections) {
    HikariDataSource dataSource = connect(address, create, connections);
    try {
      JpaSchema schema = JpaSchema.in(dataSource);
      if (create) {
        schema.createIfMissing();
      } else if (schema.missing().contains("table sync_schema")) {
        throw new NothingStoredException(address);
      } else {
        schema.check();
      }
      return new Database(dataSource, factory(dataSource));
    } catch (PersistenceException e) {
      dataSource.close();
      throw new StoreException("the database " + address + " cannot be used: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      dataSource.close();
      throw e;
    }
  }

  PlaylistStore store() {
    return store;
  }

  /** The logins of users. */
  TokenStore tokens(TokenKeys keys) {
    return JpaTokenStore.create(JpaTransactions.resourceLocal(factory), keys);
  }

  DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    try {
      factory.close();
    } finally {
      dataSource.close();
    }
  }

  private static EntityManagerFactory factory(DataSource dataSource) {
    return Persistence.createEntityManagerFactory(
        "playlist-sync", Map.of("jakarta.persistence.nonJtaDataSource", dataSource));
  }

  private static HikariDataSource connect(
      DatabaseAddress address, boolean create, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("playlist-sync");
    config.setDriverClassName(address.kind().driver());
    config.setJdbcUrl(address.kind().prepared(address.url(), create));
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setDataSourceProperties(address.kind().limits());
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setMaximumPoolSize(Math.min(connections, address.kind().mostConnections()));
    config.setMinimumIdle(1);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw unreachable(address, e);
    }
  }

  private static RuntimeException unreachable(DatabaseAddress address, RuntimeException failure) {
    SQLException reason = sqlException(failure);
    if (reason != null) {
      switch (reason.getErrorCode()) {
        case H2_LOCKED -> {
          return new StoreUnavailableException(
              "the database " + address + " is in use by another process");
        }
        case H2_NOT_FOUND, H2_NOT_FOUND_LOCALLY -> {
          return new NothingStoredException(address);
        }
        default -> {
          // Reported below.
        }
      }
    }
    String message = String.valueOf((reason == null ? failure : reason).getMessage());
    // No cause: a driver's message may repeat the address with the password.
    return new StoreUnavailableException(
        "the database " + address + " cannot be opened: " + address.withoutSecrets(message));
  }

  private static @Nullable SQLException sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
