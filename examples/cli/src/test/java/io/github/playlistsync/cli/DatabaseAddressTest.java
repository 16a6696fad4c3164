package io.github.playlistsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Addresses of databases, and the secrets in them. */
class DatabaseAddressTest {
  @Test
  void userAndPasswordBeforeTheHostAreTakenOutOfTheAddress() {
    DatabaseAddress address =
        DatabaseAddress.parse("jdbc:postgresql://me:p%40ss+1@host:5433/db?ssl=true", null, null);

    assertThat(address.url()).isEqualTo("jdbc:postgresql://host:5433/db?ssl=true");
    assertThat(address.user()).isEqualTo("me");
    assertThat(address.password()).isEqualTo("p@ss+1");
  }

  @Test
  void whatIsGivenApartStands() {
    DatabaseAddress address =
        DatabaseAddress.parse("jdbc:postgresql://me:no@host/db", "you", "yes");

    assertThat(address.user()).isEqualTo("you");
    assertThat(address.password()).isEqualTo("yes");
  }

  @Test
  void nothingSecretIsShown() {
    DatabaseAddress address =
        DatabaseAddress.parse("jdbc:postgresql://me:one@host/db?password=two", null, "three");

    assertThat(address.toString()).isEqualTo("jdbc:postgresql://host/db");
    assertThat(address.withoutSecrets("no " + address.url() + " with three"))
        .isEqualTo("no jdbc:postgresql://host/db with ***");
  }

  @Test
  void mariaDbIsAmongTheKinds() {
    DatabaseAddress address =
        DatabaseAddress.parse("jdbc:mariadb://me:secret@host/db?sslMode=verify-full", null, null);

    assertThat(address.kind()).isEqualTo(DatabaseKind.MARIADB);
    assertThat(address.user()).isEqualTo("me");
    assertThat(address.toString()).isEqualTo("jdbc:mariadb://host/db");
  }

  @Test
  void anAddressOfAnotherKindIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> DatabaseAddress.parse("mysql://u:secret@h/d", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
