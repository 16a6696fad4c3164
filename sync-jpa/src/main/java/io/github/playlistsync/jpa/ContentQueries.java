package io.github.playlistsync.jpa;

import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads playlists, their current items and tracks. */
final class ContentQueries {
  private static final String ROW = "select i.sortKey, i.trackUri, i.addedAt, i.addedBy";

  private ContentQueries() {}

  static Map<PlaylistId, StoredPlaylist> find(EntityManager em, Collection<PlaylistId> ids) {
    Map<PlaylistId, StoredPlaylist> found = new HashMap<>();
    for (List<String> chunk : Chunks.sorted(ids.stream().map(PlaylistId::value).toList())) {
      EntityRows.PLAYLISTS
          .list(em, " where r.id in :ids", Map.of("ids", Chunks.padded(chunk)))
          .stream()
          .map(SyncPlaylist::toValue)
          .forEach(playlist -> found.put(playlist.id(), playlist));
    }
    return found;
  }

  static List<PlaylistId> ids(EntityManager em, @Nullable PlaylistId after, int limit) {
    TypedQuery<String> query =
        after == null
            ? em.createQuery("select p.id from SyncPlaylist p order by p.id", String.class)
            : em.createQuery(
                    "select p.id from SyncPlaylist p where p.id > :after order by p.id",
                    String.class)
                .setParameter("after", after.value());
    return query.setMaxResults(limit).getResultList().stream().map(PlaylistId::of).toList();
  }

  static Map<TrackUri, Track> tracks(EntityManager em, Collection<TrackUri> uris) {
    Map<TrackUri, Track> found = new HashMap<>();
    for (List<String> chunk : Chunks.sorted(uris.stream().map(TrackUri::value).toList())) {
      for (SyncTrack row :
          EntityRows.TRACKS.list(
              em, " where r.uri in :uris", Map.of("uris", Chunks.padded(chunk)))) {
        Track track = row.toValue();
        found.put(track.uri(), track);
      }
    }
    return found;
  }

  static List<PlaylistId> playlistsWith(
      EntityManager em, TrackUri uri, @Nullable PlaylistId after, int limit) {
    String held =
        "select distinct i.playlistId from SyncPlaylistItem i where i.trackUri = :uri"
            + " and i.untilRevision = :current";
    TypedQuery<String> query =
        after == null
            ? em.createQuery(held + " order by i.playlistId", String.class)
            : em.createQuery(
                    held + " and i.playlistId > :after order by i.playlistId", String.class)
                .setParameter("after", after.value());
    return query
        .setParameter("uri", uri.value())
        .setParameter("current", SyncPlaylistItem.CURRENT)
        .setMaxResults(limit)
        .getResultList()
        .stream()
        .map(PlaylistId::of)
        .toList();
  }

  static List<ItemRow> rows(EntityManager em, PlaylistId id, int offset, int limit) {
    TypedQuery<Object[]> query =
        em.createQuery(
            ROW
                + " from SyncPlaylistItem i where i.playlistId = :id and i.untilRevision = :current"
                + " order by i.sortKey",
            Object[].class);
    if (limit < Integer.MAX_VALUE) {
      query.setFirstResult(offset).setMaxResults(limit);
    }
    return query
        .setParameter("id", id.value())
        .setParameter("current", SyncPlaylistItem.CURRENT)
        .getResultList()
        .stream()
        .map(ContentQueries::toRow)
        .toList();
  }

  static List<ItemRow> rowsAt(EntityManager em, PlaylistId id, long revision) {
    return em
        .createQuery(
            ROW
                + " from SyncPlaylistItem i where i.playlistId = :id"
                + " and i.fromRevision <= :revision and i.untilRevision > :revision"
                + " and exists (select r.revision from SyncRevision r"
                + " where r.playlistId = :id and r.revision = :revision) order by i.sortKey",
            Object[].class)
        .setParameter("id", id.value())
        .setParameter("revision", revision)
        .getResultList()
        .stream()
        .map(ContentQueries::toRow)
        .toList();
  }

  private static ItemRow toRow(@Nullable Object[] columns) {
    long sortKey = ((Number) Objects.requireNonNull(columns[0])).longValue();
    String uri = (String) columns[1];
    return new ItemRow(
        sortKey, uri == null ? null : TrackUri.of(uri), (Instant) columns[2], (String) columns[3]);
  }
}
