package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tables are called, where a host wants other names than the usual: {@code sync_track}
 * becomes {@code music.our_track} with the schema {@code music} and the prefix {@code our_}.
 *
 * <p>Pass the same names to {@link JpaSchema#in(javax.sql.DataSource, TableNames)} and {@link
 * JpaPlaylistStoreBuilder#tableNames}, and use the text of {@link #mappingFile()} as the
 * persistence unit's mapping file instead of {@code META-INF/playlist-sync-orm.xml}.
 *
 * @param schema the existing schema of the tables; null for the connection's current one. MariaDB
 *     has no schemas within a database
 * @param prefix the start of each name: 1 to 30 lower-case letters, digits and {@code _}
 */
public record TableNames(@Nullable String schema, String prefix) {
  private static final String USUAL_PREFIX = "sync_";
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** Keeps the longest name, that of a constraint, within PostgreSQL's 63 characters. */
  private static final Pattern PREFIX = Pattern.compile("[a-z_][a-z0-9_]{0,29}");

  private static final Pattern USUAL_NAME =
      Pattern.compile("(drop index (?:if exists )?)?\\b(sync_[a-z_]+)\\b");

  private static final Pattern ENTITY = Pattern.compile("<entity class=\"(\\w+)\"/>");

  /**
   * Checks the names. They appear in SQL without quotes, so they must not need any.
   *
   * @throws NullPointerException if {@code prefix} is null
   * @throws IllegalArgumentException if one of them does not have this form
   */
  public TableNames {
    Objects.requireNonNull(prefix, "prefix");
    require(prefix, PREFIX, "prefix", 30);
    if (schema != null) {
      require(schema, SCHEMA, "schema", 63);
    }
  }

  /** The default names, in the connection's current schema. */
  public static TableNames usual() {
    return new TableNames(null, USUAL_PREFIX);
  }

  /**
   * The same names with another prefix.
   *
   * @throws IllegalArgumentException if the constructor rejects it
   */
  public static TableNames prefixed(String prefix) {
    return new TableNames(null, prefix);
  }

  /**
   * The same names in a schema.
   *
   * @throws IllegalArgumentException if the constructor rejects it
   */
  public TableNames inSchema(String name) {
    return new TableNames(Objects.requireNonNull(name, "schema"), prefix);
  }

  /**
   * The mapping file that gives the entities these names. The host keeps it among its resources and
   * names it in its {@code persistence.xml}.
   */
  public String mappingFile() {
    Map<String, String> tables = StoreTables.byEntity();
    String schemaAttribute = schema == null ? "" : " schema=\"" + schema + "\"";
    return ENTITY
        .matcher(resource("/META-INF/playlist-sync-orm.xml"))
        .replaceAll(
            entity ->
                "<entity class=\"%s\"><table name=\"%s\"%s/></entity>"
                    .formatted(
                        entity.group(1),
                        withPrefix(Objects.requireNonNull(tables.get(entity.group(1)))),
                        schemaAttribute));
  }

  /** A table or a view by its default name, as a statement writes it. */
  String of(String usual) {
    return schema == null ? withPrefix(usual) : schema + "." + withPrefix(usual);
  }

  /** The same without the schema. */
  String unqualified(String usual) {
    return withPrefix(usual);
  }

  /** A statement or a whole script with these names instead of the default ones. */
  String in(String sql) {
    return USUAL_NAME
        .matcher(sql)
        .replaceAll(
            found -> {
              // An index gets the schema of its table where it is created, and no other name does.
              String drop = Objects.requireNonNullElse(found.group(1), "");
              String name = found.group(2);
              return Matcher.quoteReplacement(
                  drop.isEmpty() && !StoreTables.contains(name)
                      ? withPrefix(name)
                      : drop + of(name));
            });
  }

  /** A text file of the jar. */
  static String resource(String path) {
    try (InputStream in = TableNames.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new StoreException(path + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("could not read " + path, e);
    }
  }

  private String withPrefix(String usual) {
    return prefix + usual.substring(USUAL_PREFIX.length());
  }

  private static void require(String name, Pattern form, String what, int longest) {
    if (!form.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the %s of the tables is '%s'; expected 1 to %d lower-case letters, digits and _, not starting with a digit"
              .formatted(what, name, longest));
    }
  }
}
