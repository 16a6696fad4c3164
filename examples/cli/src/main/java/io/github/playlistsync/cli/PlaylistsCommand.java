package io.github.playlistsync.cli;

import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Lists the stored playlists. */
@Command(name = "playlists", description = "Lists the stored playlists.")
final class PlaylistsCommand implements Callable<Integer> {
  @Mixin private UserFilter filter = new UserFilter();
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Override
  public Integer call() {
    Output output = outputOptions.output();
    List<Row> rows;
    try (Database opened = database.open()) {
      rows = rows(opened, filter.user().orElse(null));
    }
    if (output.json()) {
      output.json(new Answer(rows));
    } else if (rows.isEmpty()) {
      output.line("No playlists are stored.");
    } else {
      output.table(table(rows));
    }
    return ExitCode.OK;
  }

  /** The stored playlists of one user, or of all. */
  static List<Row> rows(Database opened, @Nullable UserId user) {
    PlaylistStore store = opened.store();
    Map<PlaylistId, Optional<LibraryEntry>> wanted = new LinkedHashMap<>();
    if (user != null) {
      store.library(user).forEach(entry -> wanted.put(entry.playlist(), Optional.of(entry)));
    } else {
      StoredIds.all(opened.dataSource()).forEach(id -> wanted.put(id, Optional.empty()));
    }
    Map<PlaylistId, StoredPlaylist> stored = store.find(wanted.keySet());
    List<Row> rows = new ArrayList<>();
    wanted.forEach(
        (id, entry) -> {
          StoredPlaylist playlist = stored.get(id);
          if (playlist != null) {
            rows.add(Row.of(playlist, entry.orElse(null)));
          }
        });
    return rows;
  }

  static TextTable table(List<Row> rows) {
    TextTable table =
        new TextTable("NAME", "TRACKS", "OTHER", "VISIBLE", "ACCESS", "OWNER", "REV", "ID")
            .numbers(1, 2, 6);
    for (Row row : rows) {
      table.add(
          row.name,
          Printable.number(row.trackCount),
          row.placeholders == 0 ? "" : Printable.number(row.placeholders),
          row.visibility,
          row.goneSince != null ? "GONE" : Objects.requireNonNullElse(row.access, ""),
          Objects.requireNonNullElse(row.owner, ""),
          row.revision,
          row.id);
    }
    return table;
  }

  /** What {@code --json} prints. */
  record Answer(List<Row> playlists) {}

  /** A playlist; with a user, also its place in their list. */
  record Row(
      String id,
      String name,
      @Nullable String description,
      String visibility,
      boolean collaborative,
      @Nullable String owner,
      int trackCount,
      int placeholders,
      int remoteTotal,
      long revision,
      String syncedAt,
      @Nullable Integer position,
      @Nullable String access,
      @Nullable String firstSeen,
      @Nullable String goneSince) {

    static Row of(StoredPlaylist stored, @Nullable LibraryEntry entry) {
      return new Row(
          stored.id().value(),
          stored.playlist().name(),
          stored.playlist().description(),
          stored.playlist().visibility().name(),
          stored.playlist().collaborative(),
          stored.playlist().ownerId(),
          stored.counts().trackCount(),
          stored.counts().placeholders(),
          stored.counts().remoteTotal(),
          stored.revision(),
          stored.syncedAt().toString(),
          entry == null ? null : entry.position(),
          entry == null ? null : entry.access().name(),
          entry == null ? null : entry.firstSeen().toString(),
          entry == null || entry.goneSince() == null ? null : entry.goneSince().toString());
    }
  }
}
