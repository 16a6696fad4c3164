package io.github.playlistsync.jpa;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PageCheckpoint;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows with the database's own statements, on the connection of the transaction. It flushes
 * the context first, because the statements may depend on it.
 */
final class SqlRows implements RowWriter {
  private final EntityManager em;
  private final SetStatements statements;

  SqlRows(EntityManager em, SetStatements statements) {
    this.em = em;
    this.statements = statements;
  }

  @Override
  public boolean lock(PlaylistId playlist) {
    boolean[] stored = {false};
    run(connection -> stored[0] = statements.lock(connection, playlist));
    return stored[0];
  }

  @Override
  public void playlist(StoredPlaylist playlist) {
    insert(TableRows.PLAYLISTS, List.of(playlist));
  }

  @Override
  public void revision(Revision revision) {
    insert(TableRows.REVISIONS, List.of(revision));
  }

  @Override
  public void tracks(List<Track> tracks) {
    upsert(TableRows.TRACKS, tracks);
  }

  @Override
  public void items(PlaylistId playlist, long revision, List<ItemRow> rows) {
    for (List<ItemRow> chunk : Chunks.large(rows)) {
      List<TableRows.Item> items =
          chunk.stream().map(row -> new TableRows.Item(playlist, revision, row)).toList();
      insert(TableRows.ITEMS, items);
    }
  }

  @Override
  public List<ItemRow> rows(PlaylistId playlist, int offset, int limit) {
    boolean all = limit == Integer.MAX_VALUE;
    List<Long> current = List.of(SyncPlaylistItem.CURRENT);
    return items(
        playlist,
        " and i.until_revision = ? order by i.sort_key" + (all ? "" : " limit ? offset ?"),
        all ? current : List.of(SyncPlaylistItem.CURRENT, (long) limit, (long) offset));
  }

  @Override
  public List<ItemRow> rowsAt(PlaylistId playlist, long revision) {
    return items(
        playlist,
        " and i.from_revision <= ? and i.until_revision > ? and exists (select 1 from sync_revision"
            + " r where r.playlist_id = i.playlist_id and r.revision = ?) order by i.sort_key",
        List.of(revision, revision, revision));
  }

  private List<ItemRow> items(PlaylistId playlist, String rest, List<Long> parameters) {
    List<ItemRow> items = new ArrayList<>();
    run(connection -> items.addAll(statements.items(connection, playlist, rest, parameters)));
    return items;
  }

  @Override
  public int close(PlaylistId playlist, long revision, List<Long> sortKeys) {
    int[] closed = {0};
    for (List<Long> chunk : Chunks.sorted(sortKeys)) {
      run(connection -> closed[0] += statements.close(connection, playlist, revision, chunk));
    }
    return closed[0];
  }

  @Override
  public void entries(List<LibraryEntry> entries) {
    upsert(TableRows.ENTRIES, entries.stream().filter(entry -> entry.position() != null).toList());
    upsert(
        TableRows.UNLISTED_ENTRIES,
        entries.stream().filter(entry -> entry.position() == null).toList());
  }

  @Override
  public void page(PageCheckpoint page) {
    upsert(TableRows.PAGES, List.of(page));
  }

  @Override
  public int number(long batch, int limit) {
    int[] numbered = {0};
    run(connection -> numbered[0] = statements.number(connection, batch, limit));
    return numbered[0];
  }

  private <T> void insert(TableRows<T> table, List<T> rows) {
    run(connection -> statements.insert(connection, table, rows));
  }

  private <T> void upsert(TableRows<T> table, List<T> rows) {
    for (List<T> chunk : Chunks.large(rows)) {
      run(connection -> statements.upsert(connection, table, chunk));
    }
  }

  private void run(TransactionConnection.Work work) {
    em.flush();
    TransactionConnection.run(em, work);
  }
}
