package io.github.playlistsync.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Each contract test is proved by a queue that is broken in that respect, and that it rejects. */
class QueueContractsRejectBrokenQueuesTest {
  private static final List<Suite> SUITES =
      List.of(
          new Suite(Intake.class, IntakeFaults.all()),
          new Suite(Work.class, WorkFaults.all()),
          new Suite(Waiting.class, WaitingFaults.all()),
          new Suite(Family.class, FamilyFaults.all()),
          new Suite(Control.class, ControlFaults.all()),
          new Suite(Schedule.class, ScheduleFaults.all()),
          new Suite(Inspection.class, InspectionFaults.all()));

  // The engine makes the test's instance, so there is no other way to hand it the queue.
  private static QueueFault.Opener opener = ForwardingJobQueue::new;

  @ParameterizedTest(name = "{1}")
  @MethodSource("faults")
  void rejectsAQueueThatIsBroken(Class<?> suite, QueueFault fault) {
    assertThat(failures(suite, fault)).isEqualTo(fault.rejectedBy());
  }

  @Test
  void leavesNoContractTestUnproved() {
    for (Suite suite : SUITES) {
      Set<String> proved =
          suite.faults.stream().flatMap(fault -> fault.rejectedBy().stream()).collect(toSet());

      Set<String> tests =
          Arrays.stream(suite.type.getSuperclass().getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Test.class))
              .map(method -> method.getName())
              .collect(toSet());
      assertThat(proved).as(suite.type.getSimpleName()).isEqualTo(tests);
    }
  }

  static Stream<Arguments> faults() {
    return SUITES.stream()
        .flatMap(suite -> suite.faults.stream().map(fault -> Arguments.of(suite.type, fault)));
  }

  /** Which of the tests that must see a fault do; each runs by itself. */
  private static Set<String> failures(Class<?> suite, QueueFault fault) {
    opener = fault.opener();
    try {
      Set<String> failed = new HashSet<>();
      for (String test : fault.rejectedBy()) {
        DiscoverySelector selector = selectMethod(suite, test);
        EngineTestKit.engine("junit-jupiter")
            .selectors(selector)
            .execute()
            .testEvents()
            .assertStatistics(statistics -> statistics.started(1))
            .failed()
            .stream()
            .forEach(event -> failed.add(test));
      }
      return failed;
    } finally {
      opener = ForwardingJobQueue::new;
    }
  }

  private record Suite(Class<?> type, List<QueueFault> faults) {}

  static class Intake extends JobIntakeContract implements Broken {}

  static class Work extends JobWorkContract implements Broken {}

  static class Waiting extends JobWaitingContract implements Broken {}

  static class Family extends JobFamilyContract implements Broken {}

  static class Control extends JobControlContract implements Broken {}

  static class Schedule extends JobScheduleContract implements Broken {}

  static class Inspection extends JobInspectionContract implements Broken {}

  interface Broken extends QueueSubject.Source {
    @Override
    default QueueSubject subject() {
      return QueueSubject.byClock(opener::open);
    }
  }
}
