package io.github.playlistsync.internal.codec;

import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.spi.spotify.ItemPage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A page of items as a checkpoint keeps it. */
public final class PageCodec {
  private static final String VERSION = "page 1";
  private static final int ARTISTS_FROM = 12;

  private PageCodec() {}

  public static String encode(ItemPage page) {
    List<List<? extends @Nullable Object>> rows = new ArrayList<>();
    rows.add(Arrays.asList(VERSION, page.offset(), page.limit(), page.total(), page.hasNext()));
    for (PlaylistItem item : page.items()) {
      Track track = item.track();
      List<@Nullable Object> row = new ArrayList<>();
      row.add("item");
      row.add(item.addedAt());
      row.add(item.addedBy());
      if (track != null) {
        row.addAll(
            Arrays.asList(
                track.uri(),
                track.kind(),
                track.spotifyId(),
                track.title(),
                track.album(),
                track.albumImageUrl(),
                track.durationMs(),
                track.explicit(),
                track.isrc()));
        row.addAll(track.artists());
      }
      rows.add(row);
    }
    page.problems().forEach(problem -> rows.add(ProblemRow.write("problem", problem)));
    return TabSeparated.encode(rows);
  }

  /** Returns empty for a page that it cannot read. */
  public static Optional<ItemPage> decode(String text) {
    try {
      List<List<@Nullable String>> rows = TabSeparated.decode(text);
      List<@Nullable String> head = rows.get(0);
      if (!VERSION.equals(head.get(0))) {
        return Optional.empty();
      }
      int offset = Integer.parseInt(text(head, 1));
      List<PlaylistItem> items = new ArrayList<>();
      List<Problem> problems = new ArrayList<>();
      for (List<@Nullable String> row : rows.subList(1, rows.size())) {
        if ("item".equals(row.get(0))) {
          items.add(item(row, offset + items.size()));
        } else {
          problems.add(ProblemRow.read(row));
        }
      }
      String total = head.get(3);
      return Optional.of(
          new ItemPage(
              offset,
              Integer.parseInt(text(head, 2)),
              total == null ? null : Integer.valueOf(total),
              Boolean.parseBoolean(text(head, 4)),
              items,
              problems));
    } catch (IllegalArgumentException
        | DateTimeException
        | NullPointerException
        | IndexOutOfBoundsException unreadable) {
      return Optional.empty();
    }
  }

  private static PlaylistItem item(List<@Nullable String> row, int position) {
    String addedAt = row.get(1);
    Track track = row.size() == 3 ? null : track(row);
    return new PlaylistItem(
        position, track, addedAt == null ? null : Instant.parse(addedAt), row.get(2));
  }

  private static Track track(List<@Nullable String> row) {
    String duration = row.get(9);
    String explicit = row.get(10);
    List<String> artists = new ArrayList<>();
    for (String artist : row.subList(ARTISTS_FROM, row.size())) {
      artists.add(Objects.requireNonNull(artist));
    }
    return new Track(
        TrackUri.of(text(row, 3)),
        TrackKind.valueOf(text(row, 4)),
        row.get(5),
        text(row, 6),
        artists,
        row.get(7),
        row.get(8),
        duration == null ? null : Long.valueOf(duration),
        explicit == null ? null : Boolean.valueOf(explicit),
        row.get(11));
  }

  private static String text(List<@Nullable String> row, int index) {
    return Objects.requireNonNull(row.get(index));
  }
}
