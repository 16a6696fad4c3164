package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.contract.TokenStoreContract;
import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.StoredTokens;
import io.github.playlistsync.spi.store.TokenStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class JpaTokenStoreTest extends TokenStoreContract {
  private static final UserId ANNA = UserId.of("anna");
  private static final UserId BEN = UserId.of("ben");
  private static final TokenKeys OLD = TokenKeys.of("old", key(1));
  private static final StoredTokens TOKENS =
      new StoredTokens(
          "access-token-of-anna",
          Instant.parse("2026-03-01T12:00:00.123456789Z"),
          "refresh-token-of-anna",
          Instant.parse("2026-01-01T00:00:00Z"),
          Set.of("playlist-read-private"));

  private final TestDatabase database;

  JpaTokenStoreTest(Database kind) {
    this.database = TestDatabase.of(kind);
  }

  @Override
  protected TokenStore emptyStore(Clock clock) {
    TestDatabase.empty(database.dataSource());
    return JpaTokenStore.create(transactions(), OLD, clock);
  }

  @Test
  void hasNothingReadableInTheDatabase() throws SQLException {
    store(OLD).save(ANNA, TOKENS);
    String first = secretOf("anna");
    store(OLD).save(ANNA, TOKENS);

    assertThat(first)
        .doesNotContainIgnoringCase("anna")
        .doesNotContain("token")
        .hasSizeGreaterThan(80);
    assertThat(secretOf("anna")).isNotEqualTo(first);
    assertThat(OLD + "" + TOKENS).doesNotContain("refresh-token").contains("old");
  }

  @Test
  void saysThatTheKeyIsAnother() {
    store(OLD).save(ANNA, TOKENS);

    assertThatThrownBy(() -> store(TokenKeys.of("old", key(2))).load(ANNA))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "could not decrypt the tokens of anna: key 'old' is not the one that encrypted them,"
                + " or they were changed");
    assertThatThrownBy(() -> store(TokenKeys.of("new", key(2))).load(ANNA))
        .isInstanceOf(StoreException.class)
        .hasMessage("could not decrypt the tokens of anna: they need key 'old'; given are [new]");
  }

  @Test
  void readsWhatAnOlderKeyEncryptedAndEncryptsItAgain() {
    store(OLD).save(ANNA, TOKENS);
    store(OLD).save(BEN, TOKENS);
    JpaTokenStore rotating = store(TokenKeys.of("new", key(2)).withOlder("old", key(1)));
    assertThat(rotating.load(ANNA)).contains(TOKENS);

    assertThat(rotating.encryptAgain(1)).isEqualTo(1);
    assertThat(rotating.encryptAgain(10)).isEqualTo(1);
    assertThat(rotating.encryptAgain(10)).isZero();

    JpaTokenStore rotated = store(TokenKeys.of("new", key(2)));
    assertThat(rotated.load(ANNA)).contains(TOKENS);
    assertThat(rotated.load(BEN)).contains(TOKENS);
  }

  @Test
  void encryptsTheOthersAgainWhereOneKeyIsLost() {
    store(TokenKeys.of("lost", key(3))).save(ANNA, TOKENS);
    store(OLD).save(BEN, TOKENS);
    JpaTokenStore rotating = store(TokenKeys.of("new", key(2)).withOlder("old", key(1)));

    assertThat(rotating.encryptAgain(1)).isEqualTo(1);
    assertThatThrownBy(() -> rotating.encryptAgain(1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the tokens of anna: they need key 'lost'");

    assertThat(store(TokenKeys.of("new", key(2))).load(BEN)).contains(TOKENS);
  }

  @Test
  void readsWhatAnotherSessionWroteSince() {
    JpaTokenStore old = JpaTokenStore.create(database.oneSession(), OLD);
    old.save(ANNA, TOKENS);
    assertThat(old.load(ANNA)).contains(TOKENS);
    StoredTokens rotated =
        new StoredTokens(
            "access", TOKENS.accessExpiresAt(), "rotated", TOKENS.authorizedAt(), Set.of());

    store(OLD).save(ANNA, rotated);

    assertThat(old.load(ANNA)).contains(rotated);
    assertThat(old.replace(ANNA, TOKENS, TOKENS)).isFalse();
  }

  @Test
  void takesNoRowForAnothersNorOneThatWasChanged() throws SQLException {
    store(OLD).save(ANNA, TOKENS);
    store(OLD).save(BEN, TOKENS);
    execute("update sync_token set secret = '" + secretOf("anna") + "' where user_id = 'ben'");
    assertThatThrownBy(() -> store(OLD).load(BEN)).isInstanceOf(StoreException.class);

    execute("update sync_token set secret = 'AAAA' where user_id = 'ben'");
    assertThatThrownBy(() -> store(OLD).load(BEN)).isInstanceOf(StoreException.class);

    store(OLD).save(BEN, TOKENS);
    assertThat(store(OLD).load(BEN)).contains(TOKENS);
  }

  @Test
  void refusesAKeyThatIsTooShort() {
    assertThatThrownBy(() -> TokenKeys.of("short", new SecretKeySpec(new byte[16], "AES")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OLD.withOlder("old", key(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private JpaTokenStore store(TokenKeys keys) {
    return JpaTokenStore.create(transactions(), keys);
  }

  private JpaTransactions transactions() {
    return JpaTransactions.resourceLocal(database.factory());
  }

  private String secretOf(String user) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select secret from sync_token where user_id = '" + user + "'")) {
      result.next();
      return result.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new SecretKeySpec(bytes, "AES");
  }
}
