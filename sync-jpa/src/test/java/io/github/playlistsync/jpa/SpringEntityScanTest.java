package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.playlistsync.jpa.host.HostListener;
import io.github.playlistsync.jpa.host.HostNote;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * A host whose entities Spring scans for, as Spring Boot does for {@code @EntityScan}, and that has
 * a mapping file of its own, a naming strategy and a validated schema.
 */
@ParameterizedClass
@MethodSource("io.github.playlistsync.jpa.TestDatabase#kinds")
class SpringEntityScanTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "hibernate.hbm2ddl.auto",
          "validate",
          "hibernate.physical_naming_strategy",
          "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy",
          "eclipselink.weaving",
          "false");

  private final Database kind;

  @TempDir Path resources;
  private LocalContainerEntityManagerFactoryBean bean;
  private EntityManagerFactory factory;

  SpringEntityScanTest(Database kind) {
    this.kind = kind;
  }

  @BeforeEach
  void startHost() throws Exception {
    DataSource dataSource = TestDatabase.dataSource(kind, TestDatabase.newUrl(kind));
    JpaSchema.in(dataSource).createIfMissing();
    String column = hasHibernate() ? "note_text" : "notetext";
    TestDatabase.execute(
        dataSource,
        List.of(
            "create table %s (%s varchar(255) primary key)"
                .formatted(hasHibernate() ? "host_note" : "hostnote", column)));
    HostListener.HEARD.clear();
    bean = new LocalContainerEntityManagerFactoryBean();
    bean.setDataSource(dataSource);
    bean.setPersistenceProviderClass(provider());
    bean.setPackagesToScan(SyncPlaylist.class.getPackageName(), HostNote.class.getPackageName());
    bean.setManagedClassNameFilter(name -> !name.equals(OutboxRow.class.getName()));
    bean.setJpaPropertyMap(SETTINGS);
    bean.setResourceLoader(new DefaultResourceLoader(hostsClassLoader()));
    bean.afterPropertiesSet();
    factory = bean.getObject();
  }

  /** With a {@code META-INF/orm.xml} and without the tests' {@code META-INF/persistence.xml}. */
  private ClassLoader hostsClassLoader() throws IOException {
    Path orm = Files.createDirectories(resources.resolve("META-INF")).resolve("orm.xml");
    Files.writeString(orm, TableNames.resource("/host-orm.xml"));
    URL[] urls = {resources.toUri().toURL()};
    return new URLClassLoader(urls, getClass().getClassLoader()) {
      @Override
      public URL getResource(String name) {
        return name.equals("META-INF/persistence.xml") ? null : super.getResource(name);
      }
    };
  }

  @AfterEach
  void stopHost() {
    bean.destroy();
  }

  @Test
  void findsOurEntitiesAndTheHostsOwnMappingFile() {
    JpaPlaylistStore store = JpaPlaylistStore.create(factory);
    store.apply(Changes.change(0, "a", "b"));
    store.apply(Changes.change(1, "c", "d"));

    assertThat(store.rows(Changes.ID)).isEqualTo(Changes.change(1, "c", "d").inserted());
    try (EntityManager em = factory.createEntityManager()) {
      em.getTransaction().begin();
      em.persist(new HostNote("note"));
      em.getTransaction().commit();
      assertThat(em.createNamedQuery("HostNote.all", HostNote.class).getResultList())
          .extracting(HostNote::text)
          .containsExactly("note");
      assertThat(em.createQuery("select p from SyncPlaylist p", SyncPlaylist.class).getResultList())
          .hasSize(1);
    }
  }

  @Test
  void keepsTheHostsListenersOfAllEntitiesAwayFromOurs() {
    JpaPlaylistStore store =
        JpaPlaylistStore.builder(JpaTransactions.resourceLocal(factory))
            .portableWrites()
            .participant((em, change) -> em.persist(new HostNote("note")))
            .build();

    store.apply(Changes.change(0, "a", "b"));

    assertThat(HostListener.HEARD).containsExactly("HostNote");
  }

  private static boolean hasHibernate() {
    return SpringEntityScanTest.class.getResource("/org/hibernate/Session.class") != null;
  }

  private static Class<? extends PersistenceProvider> provider() throws ClassNotFoundException {
    return Class.forName(
            hasHibernate()
                ? "org.hibernate.jpa.HibernatePersistenceProvider"
                : "org.eclipse.persistence.jpa.PersistenceProvider")
        .asSubclass(PersistenceProvider.class);
  }
}
