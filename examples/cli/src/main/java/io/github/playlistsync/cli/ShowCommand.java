package io.github.playlistsync.cli;

import io.github.playlistsync.PlaylistHistory;
import io.github.playlistsync.SyncEngine;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Revision;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one playlist. */
@Command(name = "show", description = "Shows a stored playlist with its items.")
final class ShowCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Parameters(
      paramLabel = "PLAYLIST",
      converter = Ids.Playlist.class,
      description = "its id, its spotify:playlist: URI or its link")
  private @Nullable PlaylistId playlist;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the most items to show; all unless given")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "the position of the first item to show, from 0")
  private int offset;

  @Option(
      names = "--at",
      paramLabel = "REVISION|TIME",
      converter = Moment.Converter.class,
      description = "as it was at this revision or time, for example 12 or 2026-01-31T12:00:00Z")
  private @Nullable Moment at;

  @Override
  public Integer call() {
    WrongUseException.checkAtLeast(0, "--limit", limit);
    WrongUseException.checkAtLeast(0, "--offset", offset);
    Output output = outputOptions.output();
    Answer answer;
    try (Database opened = database.open();
        SyncEngine engine = Engines.over(opened.store())) {
      answer = read(opened.store(), engine.history(), Objects.requireNonNull(playlist, "playlist"));
    }
    if (output.json()) {
      output.json(answer);
    } else {
      print(answer, output);
    }
    return ExitCode.OK;
  }

  private Answer read(PlaylistStore store, PlaylistHistory history, PlaylistId id) {
    StoredPlaylist stored = store.find(Set.of(id)).get(id);
    if (stored == null) {
      throw new CommandFailedException("playlist " + id + " is not stored");
    }
    List<ItemRow> rows;
    if (at == null) {
      rows = store.rows(id);
    } else {
      Revision then = at.in(history, id);
      rows =
          store
              .rowsAt(id, then.number())
              .orElseThrow(
                  () ->
                      new CommandFailedException(
                          "revision %d of playlist %s is not kept".formatted(then.number(), id)));
      stored = asOf(then, stored);
    }
    int from = Math.min(offset, rows.size());
    int to = (int) Math.min((long) from + limit, rows.size());
    List<ItemRow> shown = rows.subList(from, to);
    Set<TrackUri> uris =
        shown.stream().map(ItemRow::uri).filter(Objects::nonNull).collect(Collectors.toSet());
    Map<TrackUri, Track> tracks = store.tracks(uris);
    List<Item> items = new ArrayList<>(shown.size());
    for (ItemRow row : shown) {
      TrackUri uri = row.uri();
      items.add(Item.of(from + items.size(), row, uri == null ? null : tracks.get(uri)));
    }
    return new Answer(PlaylistsCommand.Row.of(stored, null), rows.size(), from, items);
  }

  private static StoredPlaylist asOf(Revision then, StoredPlaylist now) {
    return new StoredPlaylist(
        now.playlist(),
        now.ownerView(),
        then.snapshot(),
        then.counts(),
        then.number(),
        now.version(),
        then.at());
  }

  private static void print(Answer answer, Output output) {
    PlaylistsCommand.Row about = answer.playlist;
    output.line(Printable.oneLine(about.name()) + "  (" + about.id() + ")");
    if (about.description() != null) {
      output.line(Printable.oneLine(about.description()));
    }
    output.line(
        "%s tracks%s, %s, of %s, revision %d, last written %s"
            .formatted(
                Printable.number(about.trackCount()),
                about.placeholders() == 0
                    ? ""
                    : " and " + about.placeholders() + " entries without one",
                about.visibility(),
                Objects.requireNonNullElse(about.owner(), "somebody"),
                about.revision(),
                about.syncedAt()));
    if (!answer.items.isEmpty()) {
      TextTable table = new TextTable("TITLE", "#", "ARTISTS", "ADDED", "BY", "URI").numbers(1);
      answer.items.forEach(item -> table.add(item.cells()));
      output.table(table);
    }
    int last = answer.offset + answer.items.size();
    if (last < answer.total || answer.offset > 0) {
      output.line("%,d of %,d items".formatted(answer.items.size(), answer.total));
    }
  }

  /** What {@code --json} prints. */
  record Answer(PlaylistsCommand.Row playlist, int total, int offset, List<Item> items) {}

  /** One item. */
  record Item(
      int position,
      @Nullable String uri,
      @Nullable String kind,
      @Nullable String title,
      @Nullable List<String> artists,
      @Nullable String album,
      @Nullable Long durationMs,
      @Nullable String addedAt,
      @Nullable String addedBy) {

    static Item of(int position, ItemRow row, @Nullable Track track) {
      return new Item(
          position,
          row.uri() == null ? null : row.uri().value(),
          track == null ? null : track.kind().name(),
          track == null ? null : track.title(),
          track == null ? null : track.artists(),
          track == null ? null : track.album(),
          track == null ? null : track.durationMs(),
          row.addedAt() == null ? null : row.addedAt().toString(),
          row.addedBy());
    }

    Object[] cells() {
      return new Object[] {
        title == null ? "(title not kept)" : title.isEmpty() ? "(without a title)" : title,
        position,
        artists == null ? "" : String.join(", ", artists),
        addedAt == null ? "" : addedAt.substring(0, Math.min(10, addedAt.length())),
        Objects.requireNonNullElse(addedBy, ""),
        Objects.requireNonNullElse(uri, "")
      };
    }
  }
}
