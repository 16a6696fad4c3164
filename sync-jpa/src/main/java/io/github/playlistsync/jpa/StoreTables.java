package io.github.playlistsync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of a complete schema, by the default names: what the entities are mapped to. */
final class StoreTables {
  /** Lists the scripts that have run. */
  static final String VERSIONS = "sync_schema";

  /**
   * How many characters a text without a limit of its own has to hold: what every database, and
   * every provider that makes tables, still takes for a text.
   */
  static final int LONG_TEXT = 1_000_000;

  /** The current content with positions, and with sort keys. */
  private static final Map<String, String> VIEWS =
      Map.of("sync_playlist_content", "position", "sync_current_item", "sort_key");

  private static final List<Class<?>> ENTITIES =
      List.of(
          SyncPlaylist.class,
          SyncTrack.class,
          SyncPlaylistItem.class,
          SyncRevision.class,
          SyncLibraryEntry.class,
          SyncUser.class,
          SyncScheduleRow.class,
          SyncFeed.class,
          SyncPage.class,
          SyncToken.class);

  private static final List<String> VIEW_COLUMNS =
      List.of("playlist_id", "uri", "kind", "title", "artists", "album", "added_at", "added_by");

  private StoreTables() {}

  /** All tables and views, each with its columns; both in order. */
  static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new TreeMap<>();
    columns.put(VERSIONS, List.of("version"));
    ENTITIES.forEach(entity -> columns.put(name(entity), columns(entity)));
    VIEWS.forEach(
        (view, order) ->
            columns.put(view, Stream.concat(Stream.of(order), VIEW_COLUMNS.stream()).toList()));
    return columns;
  }

  /** The tables of the entities, by the simple names of their classes. */
  static Map<String, String> byEntity() {
    Map<String, String> tables = new TreeMap<>();
    ENTITIES.forEach(entity -> tables.put(entity.getSimpleName(), name(entity)));
    return tables;
  }

  static boolean isView(String name) {
    return VIEWS.containsKey(name);
  }

  /** Whether a name is that of a table or a view, which a schema qualifies, unlike an index. */
  static boolean contains(String name) {
    return columns().containsKey(name);
  }

  private static String name(Class<?> entity) {
    return Objects.requireNonNull(entity.getAnnotation(Table.class), "table").name();
  }

  private static List<String> columns(Class<?> entity) {
    return Arrays.stream(entity.getDeclaredFields())
        .map(StoreTables::column)
        .flatMap(Stream::ofNullable)
        .map(Column::name)
        .sorted()
        .toList();
  }

  private static @Nullable Column column(Field field) {
    return field.getAnnotation(Column.class);
  }
}
