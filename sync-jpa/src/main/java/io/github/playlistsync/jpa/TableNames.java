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
 * <p>The same names are given to {@link JpaSchema#in(javax.sql.DataSource, TableNames)} and {@link
 * JpaPlaylistStoreBuilder#tableNames}, and the persistence unit has the text of {@link
 * #mappingFile()} as a mapping file, in the place of {@code META-INF/playlist-sync-orm.xml}.
 *
 * @param schema the schema that the tables stand in, which is there already; null for the one that
 *     the connections are in. MariaDB has none beside its databases
 * @param prefix what each name begins with, 1 to 30 small letters, digits and {@code _}
 */
public record TableNames(@Nullable String schema, String prefix) {
  private static final String USUAL_PREFIX = "sync_";
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** So short that the longest name, that of a constraint, is one of PostgreSQL's 63 characters. */
  private static final Pattern PREFIX = Pattern.compile("[a-z_][a-z0-9_]{0,29}");

  private static final Pattern USUAL_NAME = Pattern.compile("\\bsync_[a-z_]+\\b");
  private static final Pattern ENTITY = Pattern.compile("<entity class=\"(\\w+)\"/>");

  /**
   * Checks the names. They are written without quotes, so they hold nothing that would need them.
   *
   * @throws NullPointerException if {@code prefix} is null
   * @throws IllegalArgumentException if one of them is not of the given form
   */
  public TableNames {
    Objects.requireNonNull(prefix, "prefix");
    require(prefix, PREFIX, "prefix", 30);
    if (schema != null) {
      require(schema, SCHEMA, "schema", 63);
    }
  }

  /** The usual names, in the schema that the connections are in. */
  public static TableNames usual() {
    return new TableNames(null, USUAL_PREFIX);
  }

  /**
   * Names with another prefix.
   *
   * @throws IllegalArgumentException if it is not of the form that the constructor wants
   */
  public static TableNames prefixed(String prefix) {
    return new TableNames(null, prefix);
  }

  /**
   * The same names in a schema.
   *
   * @throws IllegalArgumentException if it is not of the form that the constructor wants
   */
  public TableNames inSchema(String name) {
    return new TableNames(Objects.requireNonNull(name, "schema"), prefix);
  }

  /**
   * The mapping file that gives the entities these names, for the host to keep among its resources
   * and to name in its {@code persistence.xml}.
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

  /** A table or a view by its usual name, as it stands in a statement. */
  String of(String usual) {
    return schema == null ? withPrefix(usual) : schema + "." + withPrefix(usual);
  }

  /** A statement or a whole script with these names in the place of the usual ones. */
  String in(String sql) {
    return USUAL_NAME
        .matcher(sql)
        .replaceAll(
            name ->
                Matcher.quoteReplacement(
                    StoreTables.contains(name.group())
                        ? of(name.group())
                        : withPrefix(name.group())));
  }

  /** A file of the jar as text. */
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
          "the %s of the tables is '%s'; expected 1 to %d small letters, digits and _, the first no digit"
              .formatted(what, name, longest));
    }
  }
}
