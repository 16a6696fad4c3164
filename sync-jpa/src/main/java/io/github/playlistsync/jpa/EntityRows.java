package io.github.playlistsync.jpa;

import static java.util.stream.Collectors.joining;

import jakarta.persistence.Column;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and overwrites the rows of an entity by their columns, past the persistence context. A
 * context that lives through several transactions, such as that of a web request, returns an entity
 * as it was when it was first loaded, and writes nothing where that one already has the new values.
 */
final class EntityRows<T> {
  static final EntityRows<SyncPlaylist> PLAYLISTS = new EntityRows<>(SyncPlaylist.class);
  static final EntityRows<SyncTrack> TRACKS = new EntityRows<>(SyncTrack.class);
  static final EntityRows<SyncRevision> REVISIONS = new EntityRows<>(SyncRevision.class);
  static final EntityRows<SyncLibraryEntry> ENTRIES = new EntityRows<>(SyncLibraryEntry.class);
  static final EntityRows<SyncUser> USERS = new EntityRows<>(SyncUser.class);
  static final EntityRows<SyncScheduleRow> SCHEDULES = new EntityRows<>(SyncScheduleRow.class);
  static final EntityRows<SyncPage> PAGES = new EntityRows<>(SyncPage.class);
  static final EntityRows<SyncToken> TOKENS = new EntityRows<>(SyncToken.class);

  private final String entity;
  private final Constructor<T> constructor;
  private final List<Field> columns;
  private final String select;

  private EntityRows(Class<T> type) {
    entity = type.getSimpleName();
    columns =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(Column.class))
            .toList();
    columns.forEach(field -> field.setAccessible(true));
    try {
      constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    select =
        columns.stream()
            .map(field -> "r." + field.getName())
            .collect(joining(", ", "select ", " from " + entity + " r"));
  }

  /**
   * Returns rows that no context manages.
   *
   * @param rest the query after {@code from …}, where the entity is {@code r}
   * @param parameters its parameters by name
   */
  List<T> list(EntityManager em, String rest, Map<String, ?> parameters) {
    return list(em, rest, parameters, Integer.MAX_VALUE);
  }

  /** The same, at most {@code limit} rows. */
  List<T> list(EntityManager em, String rest, Map<String, ?> parameters, int limit) {
    TypedQuery<Object[]> query = em.createQuery(select + rest, Object[].class);
    parameters.forEach(query::setParameter);
    if (limit < Integer.MAX_VALUE) {
      query.setMaxResults(limit);
    }
    return query.getResultList().stream().map(this::toRow).toList();
  }

  /** Overwrites the row that has the key of {@code row}, and returns whether there is one. */
  boolean overwrite(EntityManager em, T row) {
    return overwrite(em, row, Map.of(), Set.of());
  }

  /**
   * The same under a condition.
   *
   * @param expected what the row must hold now, by attribute
   * @param kept the attributes to leave as they are
   */
  boolean overwrite(EntityManager em, T row, Map<String, ?> expected, Set<String> kept) {
    List<Field> set =
        columns.stream().filter(field -> !isKey(field) && !kept.contains(field.getName())).toList();
    // Nulls stand in the text, because some providers cannot bind one to a time.
    String assignments =
        set.stream()
            .map(field -> equation(field, get(field, row) == null ? "null" : named(field)))
            .collect(joining(", "));
    String conditions =
        Stream.concat(
                columns.stream()
                    .filter(EntityRows::isKey)
                    .map(field -> equation(field, named(field))),
                expected.keySet().stream().map(name -> "r." + name + " = :expected_" + name))
            .collect(joining(" and "));
    Query update =
        em.createQuery("update " + entity + " r set " + assignments + " where " + conditions);
    for (Field field : columns) {
      Object value = get(field, row);
      if (value != null && (isKey(field) || set.contains(field))) {
        update.setParameter(field.getName(), value);
      }
    }
    expected.forEach((name, value) -> update.setParameter("expected_" + name, value));
    return update.executeUpdate() == 1;
  }

  private static boolean isKey(Field field) {
    return field.isAnnotationPresent(Id.class);
  }

  private static String equation(Field field, String value) {
    return "r." + field.getName() + " = " + value;
  }

  private static String named(Field field) {
    return ":" + field.getName();
  }

  private static @Nullable Object get(Field field, Object row) {
    try {
      return field.get(row);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private T toRow(@Nullable Object[] values) {
    try {
      T row = constructor.newInstance();
      for (int i = 0; i < values.length; i++) {
        columns.get(i).set(row, values[i]);
      }
      return row;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
