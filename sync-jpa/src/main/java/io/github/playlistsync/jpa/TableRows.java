package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PageCheckpoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps values to a table's columns, for statements outside Jakarta Persistence.
 *
 * @param table its name
 * @param key the columns of its primary key
 * @param columns the columns to write
 */
record TableRows<T>(String table, List<String> key, List<Column<T>> columns) {

  /** The type of a column, as {@link java.sql.PreparedStatement#setObject} and arrays take it. */
  enum Type {
    TEXT("text"),
    INTEGER("int4"),
    LONG("int8"),
    BOOLEAN("bool"),
    TIME("timestamptz");

    private final String postgresName;

    Type(String postgresName) {
      this.postgresName = postgresName;
    }

    String postgresName() {
      return postgresName;
    }
  }

  /** A column, and how to get its content from a value. */
  record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {}

  /** An item with its playlist and its first revision. */
  record Item(PlaylistId playlist, long revision, ItemRow row) {}

  private static final InstantConverter INSTANTS = new InstantConverter();

  static final TableRows<StoredPlaylist> PLAYLISTS =
      new TableRows<>(
          "sync_playlist",
          List.of("id"),
          List.of(
              new Column<>("id", Type.TEXT, stored -> stored.id().value()),
              new Column<>("name", Type.TEXT, stored -> text(stored.playlist().name())),
              new Column<>(
                  "description", Type.TEXT, stored -> text(stored.playlist().description())),
              new Column<>(
                  "visibility", Type.TEXT, stored -> stored.playlist().visibility().name()),
              new Column<>(
                  "collaborative", Type.BOOLEAN, stored -> stored.playlist().collaborative()),
              new Column<>("owner_id", Type.TEXT, stored -> text(stored.playlist().ownerId())),
              new Column<>("owner_name", Type.TEXT, stored -> text(stored.playlist().ownerName())),
              new Column<>("image_url", Type.TEXT, stored -> text(stored.playlist().imageUrl())),
              new Column<>("owner_view", Type.BOOLEAN, StoredPlaylist::ownerView),
              new Column<>("snapshot_id", Type.TEXT, stored -> snapshot(stored.snapshot())),
              new Column<>("track_count", Type.INTEGER, stored -> stored.counts().trackCount()),
              new Column<>("placeholders", Type.INTEGER, stored -> stored.counts().placeholders()),
              new Column<>("remote_total", Type.INTEGER, stored -> stored.counts().remoteTotal()),
              new Column<>("revision", Type.LONG, StoredPlaylist::revision),
              new Column<>("version", Type.LONG, StoredPlaylist::version),
              new Column<>("synced_at", Type.TIME, stored -> time(stored.syncedAt()))));

  static final TableRows<Revision> REVISIONS =
      new TableRows<>(
          "sync_revision",
          List.of("playlist_id", "revision"),
          List.of(
              new Column<>("playlist_id", Type.TEXT, revision -> revision.playlist().value()),
              new Column<>("revision", Type.LONG, Revision::number),
              new Column<>("origin", Type.TEXT, revision -> revision.origin().name()),
              new Column<>("committed_at", Type.TIME, revision -> time(revision.at())),
              new Column<>("snapshot_id", Type.TEXT, revision -> snapshot(revision.snapshot())),
              new Column<>("added", Type.INTEGER, Revision::added),
              new Column<>("removed", Type.INTEGER, Revision::removed),
              new Column<>("moved", Type.INTEGER, Revision::moved),
              new Column<>("track_count", Type.INTEGER, revision -> revision.counts().trackCount()),
              new Column<>(
                  "placeholders", Type.INTEGER, revision -> revision.counts().placeholders()),
              new Column<>(
                  "remote_total", Type.INTEGER, revision -> revision.counts().remoteTotal())));

  static final TableRows<Track> TRACKS =
      new TableRows<>(
          "sync_track",
          List.of("uri"),
          List.of(
              new Column<>("uri", Type.TEXT, track -> track.uri().value()),
              new Column<>("kind", Type.TEXT, track -> track.kind().name()),
              new Column<>("spotify_id", Type.TEXT, track -> text(track.spotifyId())),
              new Column<>("title", Type.TEXT, track -> text(track.title())),
              new Column<>("artists", Type.TEXT, track -> Texts.toJsonArray(track.artists())),
              new Column<>("album", Type.TEXT, track -> text(track.album())),
              new Column<>("album_image_url", Type.TEXT, track -> text(track.albumImageUrl())),
              new Column<>("duration_ms", Type.LONG, Track::durationMs),
              new Column<>("explicit", Type.BOOLEAN, Track::explicit),
              new Column<>("isrc", Type.TEXT, track -> text(track.isrc()))));

  static final TableRows<Item> ITEMS =
      new TableRows<>(
          "sync_playlist_item",
          List.of("playlist_id", "sort_key", "from_revision"),
          List.of(
              new Column<>("playlist_id", Type.TEXT, item -> item.playlist().value()),
              new Column<>("sort_key", Type.LONG, item -> item.row().sortKey()),
              new Column<>("track_uri", Type.TEXT, item -> uri(item.row().uri())),
              new Column<>("added_at", Type.TIME, item -> time(item.row().addedAt())),
              new Column<>("added_by", Type.TEXT, item -> text(item.row().addedBy())),
              new Column<>("from_revision", Type.LONG, Item::revision),
              new Column<>("until_revision", Type.LONG, item -> SyncPlaylistItem.CURRENT)));

  static final TableRows<LibraryEntry> ENTRIES =
      new TableRows<>(
          "sync_library_entry",
          List.of("user_id", "playlist_id"),
          List.of(
              new Column<>("user_id", Type.TEXT, entry -> entry.user().value()),
              new Column<>("playlist_id", Type.TEXT, entry -> entry.playlist().value()),
              new Column<>("position", Type.INTEGER, LibraryEntry::position),
              new Column<>("visibility", Type.TEXT, entry -> entry.visibility().name()),
              new Column<>("access", Type.TEXT, entry -> entry.access().name()),
              new Column<>(
                  "checked_snapshot", Type.TEXT, entry -> snapshot(entry.checkedSnapshot())),
              new Column<>("lost_since", Type.TIME, entry -> time(entry.lostSince())),
              new Column<>("first_seen", Type.TIME, entry -> time(entry.firstSeen())),
              new Column<>("gone_since", Type.TIME, entry -> time(entry.goneSince())),
              new Column<>("hidden_since", Type.TIME, entry -> time(entry.hiddenSince()))));

  /** The entries that say nothing of the list. */
  static final TableRows<LibraryEntry> UNLISTED_ENTRIES =
      new TableRows<>(
          ENTRIES.table(),
          ENTRIES.key(),
          ENTRIES.columns().stream()
              .filter(
                  column ->
                      !List.of("position", "gone_since", "hidden_since").contains(column.name()))
              .toList());

  static final TableRows<PageCheckpoint> PAGES =
      new TableRows<>(
          "sync_page",
          List.of("user_id", "playlist_id", "snapshot_id", "page_offset"),
          List.of(
              new Column<>("user_id", Type.TEXT, page -> page.user().value()),
              new Column<>("playlist_id", Type.TEXT, page -> page.playlist().value()),
              new Column<>("snapshot_id", Type.TEXT, page -> page.snapshot().value()),
              new Column<>("page_offset", Type.INTEGER, PageCheckpoint::offset),
              new Column<>("content", Type.TEXT, page -> text(page.content())),
              new Column<>("saved_at", Type.TIME, page -> time(page.savedAt()))));

  List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The columns outside the key. */
  List<String> others() {
    return columnNames().stream().filter(name -> !key.contains(name)).toList();
  }

  private static @Nullable String text(@Nullable String value) {
    return Texts.storableOrNull(value);
  }

  private static @Nullable String uri(@Nullable TrackUri uri) {
    return uri == null ? null : uri.value();
  }

  private static @Nullable String snapshot(@Nullable SnapshotId snapshot) {
    return snapshot == null ? null : snapshot.value();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return INSTANTS.convertToDatabaseColumn(instant);
  }
}
