package io.github.playlistsync.memory;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.spi.store.ItemRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The rows of one playlist, each with the revisions in which it is valid. */
final class ItemHistory {
  /** A row that is valid from one revision until, but not including, another. */
  private record Span(ItemRow row, long from, long until) {}

  private final PlaylistId id;
  private final TreeMap<Long, Revision> revisions = new TreeMap<>();
  private final TreeMap<Long, Span> current = new TreeMap<>();
  private final List<Span> closed = new ArrayList<>();

  ItemHistory(PlaylistId id) {
    this.id = id;
  }

  /**
   * Checks a change before any of it is applied.
   *
   * @throws StoreException if a database would refuse it
   */
  void check(Revision revision, List<Long> closedKeys, List<ItemRow> inserted) {
    if (revisions.containsKey(revision.number())) {
      throw refused("revision " + revision.number() + " already exists");
    }
    Set<Long> closing = new HashSet<>();
    for (Long key : closedKeys) {
      if (!current.containsKey(key) || !closing.add(key)) {
        throw refused("no current row has the sort key " + key);
      }
    }
    Set<Long> taken = new HashSet<>();
    for (ItemRow row : inserted) {
      boolean free = closing.contains(row.sortKey()) || !current.containsKey(row.sortKey());
      if (!free || !taken.add(row.sortKey())) {
        throw refused("a current row has the sort key " + row.sortKey());
      }
    }
  }

  void add(Revision revision, List<Long> closedKeys, List<ItemRow> inserted) {
    revisions.put(revision.number(), revision);
    for (Long key : closedKeys) {
      Span span = Objects.requireNonNull(current.remove(key), "checked");
      closed.add(new Span(span.row(), span.from(), revision.number()));
    }
    for (ItemRow row : inserted) {
      current.put(row.sortKey(), new Span(row, revision.number(), Long.MAX_VALUE));
    }
  }

  List<ItemRow> current() {
    return current.values().stream().map(Span::row).toList();
  }

  Optional<List<ItemRow>> at(long revision) {
    if (!revisions.containsKey(revision)) {
      return Optional.empty();
    }
    List<ItemRow> rows = new ArrayList<>();
    for (List<Span> spans : List.of(closed, List.copyOf(current.values()))) {
      for (Span span : spans) {
        if (span.from() <= revision && revision < span.until()) {
          rows.add(span.row());
        }
      }
    }
    rows.sort(Comparator.comparingLong(ItemRow::sortKey));
    return Optional.of(List.copyOf(rows));
  }

  boolean holds(Revision revision) {
    return revisions.containsKey(revision.number());
  }

  List<Revision> revisions(long before, int limit) {
    return revisions.headMap(before, false).descendingMap().values().stream().limit(limit).toList();
  }

  OptionalLong revisionAt(Instant time) {
    return revisions.values().stream()
        .filter(revision -> !revision.at().isAfter(time))
        .mapToLong(Revision::number)
        .max();
  }

  /** Deletes the oldest revisions before any rows, so that the revisions left have all theirs. */
  int prune(long oldest, int limit) {
    int deleted = 0;
    while (deleted < limit && revisions.size() > 1 && revisions.firstKey() < oldest) {
      revisions.pollFirstEntry();
      deleted++;
    }
    long kept = revisions.isEmpty() ? Long.MIN_VALUE : revisions.firstKey();
    for (Iterator<Span> spans = closed.iterator(); spans.hasNext() && deleted < limit; ) {
      if (spans.next().until() <= kept) {
        spans.remove();
        deleted++;
      }
    }
    return deleted;
  }

  private StoreException refused(String why) {
    return new StoreException("could not write playlist " + id + ": " + why);
  }
}
