package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.testing.MariaDbServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What MariaDB does otherwise than the others. */
@EnabledIfSystemProperty(
    named = "sync.databases",
    matches = "MARIADB",
    disabledReason = "its programs are on the class path with -Pmariadb only")
class MariaDbTest {
  private String url;

  @BeforeEach
  void makeDatabase() {
    url = TestDatabase.newUrl(Database.MARIADB);
    JpaSchema.in(MariaDbServer.dataSource(url)).createIfMissing();
  }

  @Test
  void refusesToTakeTimesForThoseOfAnotherZone() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/London"));
    try (EntityManagerFactory factory =
        factory(url.replace("connectionTimeZone=UTC&preserveInstants=true", ""))) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);
      assumeThat(factory.getClass().getName()).doesNotStartWith("org.hibernate.");

      assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "b")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("connectionTimeZone=UTC");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void writesNothingWithAUriThatItsKeysCannotHold() {
    try (EntityManagerFactory factory = factory(url)) {
      JpaPlaylistStore store = JpaPlaylistStore.create(factory);

      assertThatThrownBy(() -> store.apply(Changes.change(0, "a", "🎶")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Incorrect string value");

      assertThat(store.find(List.of(Changes.ID))).isEmpty();
      assertThat(store.tracks(List.of(Changes.uri("a")))).isEmpty();
    }
  }

  private static EntityManagerFactory factory(String url) {
    return Persistence.createEntityManagerFactory(
        "sync-jpa-test", Map.of("jakarta.persistence.jdbc.url", url));
  }
}
