package io.github.playlistsync.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Sends many items to their partitions in batches, and puts the answers in the items' order. */
final class Batches {
  private static final int MAX_ITEMS = 200;

  /** With more at once, a batch would wait longer for the others than for its answer. */
  private static final int MAX_AT_ONCE = 8;

  private final RedisCalls calls;

  Batches(RedisCalls calls) {
    this.calls = calls;
  }

  /**
   * Sends all items and waits for the answers.
   *
   * @param what the purpose, for messages
   * @param home finds the partition of an item
   * @param sender runs a script for a batch that answers each item
   * @param reader reads the answer to an item
   */
  <T, R> List<R> send(
      String what,
      List<T> items,
      Function<T, Partition> home,
      Sender<T> sender,
      Function<Object, R> reader) {
    Map<Partition, List<Integer>> byPartition = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      byPartition.computeIfAbsent(home.apply(items.get(i)), key -> new ArrayList<>()).add(i);
    }
    Object[] answers = new Object[items.size()];
    Deque<Sent> sent = new ArrayDeque<>();
    byPartition.forEach(
        (partition, indexes) -> {
          for (int from = 0; from < indexes.size(); from += MAX_ITEMS) {
            List<Integer> batch = indexes.subList(from, Math.min(from + MAX_ITEMS, indexes.size()));
            if (sent.size() == MAX_AT_ONCE) {
              receive(what, sent.remove(), answers);
            }
            sent.add(
                new Sent(batch, sender.send(partition, batch.stream().map(items::get).toList())));
          }
        });
    sent.forEach(each -> receive(what, each, answers));
    return Arrays.stream(answers).map(reader).toList();
  }

  private void receive(String what, Sent sent, Object[] answers) {
    List<?> answer = (List<?>) calls.join(what, sent.answer);
    for (int i = 0; i < sent.indexes.size(); i++) {
      answers[sent.indexes.get(i)] = answer.get(i);
    }
  }

  /** Sends one batch to a partition. */
  interface Sender<T> {
    CompletableFuture<Object> send(Partition partition, List<T> batch);
  }

  private record Sent(List<Integer> indexes, CompletableFuture<Object> answer) {}
}
