package io.github.playlistsync.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each contract test is proved by a store that is broken in that respect, and that it rejects. */
class StoreContractsRejectBrokenStoresTest {
  private static final List<Class<?>> SUITES =
      List.of(
          Contents.class,
          Libraries.class,
          Histories.class,
          Checkpoints.class,
          Users.class,
          Feeds.class,
          Purges.class);

  // The engine makes the test's instance, so there is no other way to hand it the store.
  private static Supplier<? extends PlaylistStore> subject = ForwardingPlaylistStore::new;

  @ParameterizedTest
  @MethodSource("faults")
  void rejectsAStoreThatIsBroken(Class<?> suite, Fault fault) {
    List<DiscoverySelector> rejecting =
        fault.rejectedBy().stream()
            .<DiscoverySelector>map(test -> selectMethod(suite, test))
            .toList();

    assertThat(failures(rejecting, fault.store())).containsAll(fault.rejectedBy());
  }

  @ParameterizedTest
  @MethodSource("suites")
  void acceptsAStoreThatIsNot(Class<?> suite) {
    assertThat(failures(List.of(selectClass(suite)), ForwardingPlaylistStore::new)).isEmpty();
  }

  @Test
  void leavesNoContractTestUnproved() {
    Set<String> proved =
        faults()
            .map(arguments -> (Fault) arguments.get()[1])
            .flatMap(fault -> fault.rejectedBy().stream())
            .collect(toSet());

    Set<String> tests =
        SUITES.stream()
            .flatMap(suite -> Arrays.stream(suite.getSuperclass().getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(method -> method.getName())
            .collect(toSet());
    assertThat(proved).isEqualTo(tests);
  }

  static List<Class<?>> suites() {
    return SUITES;
  }

  static Stream<Arguments> faults() {
    List<Arguments> faults = new ArrayList<>();
    ContentReadFaults.all().forEach(fault -> faults.add(Arguments.of(Contents.class, fault)));
    ContentWriteFaults.all().forEach(fault -> faults.add(Arguments.of(Contents.class, fault)));
    LibraryFaults.all().forEach(fault -> faults.add(Arguments.of(Libraries.class, fault)));
    HistoryFaults.all().forEach(fault -> faults.add(Arguments.of(Histories.class, fault)));
    CheckpointFaults.all().forEach(fault -> faults.add(Arguments.of(Checkpoints.class, fault)));
    UserFaults.all().forEach(fault -> faults.add(Arguments.of(Users.class, fault)));
    FeedFaults.all().forEach(fault -> faults.add(Arguments.of(Feeds.class, fault)));
    PurgeFaults.all().forEach(fault -> faults.add(Arguments.of(Purges.class, fault)));
    return faults.stream();
  }

  private static Set<String> failures(
      List<DiscoverySelector> tests, Supplier<? extends PlaylistStore> store) {
    subject = store;
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(tests.toArray(DiscoverySelector[]::new))
          .execute()
          .testEvents()
          .failed()
          .stream()
          .map(StoreContractsRejectBrokenStoresTest::method)
          .collect(toSet());
    } finally {
      subject = ForwardingPlaylistStore::new;
    }
  }

  private static String method(Event failed) {
    return failed.getTestDescriptor().getDisplayName().replace("()", "");
  }

  static class Contents extends ContentStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }

  static class Libraries extends LibraryStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }

  static class Histories extends HistoryStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }

  static class Checkpoints extends CheckpointStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }

  static class Users extends UserStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }

  static class Purges extends PurgeStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }

  static class Feeds extends FeedStoreContract {
    @Override
    protected PlaylistStore emptyStore() {
      return subject.get();
    }
  }
}
