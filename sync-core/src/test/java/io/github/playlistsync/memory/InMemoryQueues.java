package io.github.playlistsync.memory;

import io.github.playlistsync.contract.QueueSubject;
import java.util.Random;

/** Queues in memory, for the contract suites. */
interface InMemoryQueues extends QueueSubject.Source {
  @Override
  default QueueSubject subject() {
    return QueueSubject.byClock(
        (settings, clock) -> InMemoryJobQueue.create(settings, clock, new Random(1)));
  }
}
