package io.github.playlistsync.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.PlaylistItem;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.Track;
import io.github.playlistsync.model.TrackCounts;
import io.github.playlistsync.model.TrackKind;
import io.github.playlistsync.model.TrackUri;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.report.Failure;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.report.PlaylistReport;
import io.github.playlistsync.report.SyncOutcome;
import io.github.playlistsync.report.SyncReport;
import io.github.playlistsync.spi.spotify.ItemPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The texts that queues and stores keep for the engine. */
class TextFormsTest {

  @Test
  void everyTextSurvivesWithItsTabsLinesBackslashesAndNulls() {
    List<List<String>> rows =
        List.of(
            Arrays.asList("a\tb", "c\nd\r", "\\t\\0\\", null, ""),
            List.of("\u00fcml\u00e4ut \ud83d\ude00"),
            List.of(""));

    assertThat(TabSeparated.decode(TabSeparated.encode(rows))).isEqualTo(rows);
  }

  @Test
  void aTextThatWasCutOffIsRefused() {
    String text = TabSeparated.encode(List.of(List.of("one", "two")));

    assertThatThrownBy(() -> TabSeparated.decode(text.substring(0, text.length() - 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPageSurvivesWithPlaceholdersAndEveryKindOfTrack() {
    Track full =
        new Track(
            TrackUri.of("spotify:episode:1"),
            TrackKind.EPISODE,
            "1",
            "Title\twith tab",
            List.of("One", "", "Three"),
            null,
            "https://image",
            123L,
            true,
            "ISRC");
    Track bare =
        new Track(
            TrackUri.of("spotify:local::::4"),
            TrackKind.LOCAL,
            null,
            "",
            List.of(),
            null,
            null,
            null,
            null,
            null);
    ItemPage page =
        new ItemPage(
            100,
            50,
            103,
            true,
            List.of(
                new PlaylistItem(100, full, Instant.parse("2024-01-02T03:04:05.678901Z"), "me"),
                new PlaylistItem(101, null, null, null),
                new PlaylistItem(102, bare, null, "")),
            List.of(new Problem(Problem.Code.ITEM_UNREADABLE, null, 101, "item 101: no track")));

    assertThat(PageCodec.decode(PageCodec.encode(page))).contains(page);
  }

  @Test
  void aPageOfAnotherVersionOrADamagedOneIsNone() {
    ItemPage page = new ItemPage(0, 50, null, false, List.of(), List.of());
    String text = PageCodec.encode(page);

    assertThat(PageCodec.decode(text)).contains(page);
    assertThat(PageCodec.decode(text.replace("page 1", "page 2"))).isEmpty();
    assertThat(PageCodec.decode(text.substring(3))).isEmpty();
    assertThat(PageCodec.decode("")).isEmpty();
    assertThat(PageCodec.decode("page 1\n")).isEmpty();
  }

  @Test
  void aReportSurvives() {
    PlaylistReport synced =
        new PlaylistReport(
            PlaylistId.of("p1"),
            "Name\nof p1",
            PlaylistOutcome.FAILED,
            false,
            Access.FULL,
            new TrackCounts(3, 1, 5),
            new PlaylistReport.Changes(1, 2, 3),
            PlaylistReport.Audit.NONE,
            7,
            List.of(
                new Problem(Problem.Code.DETAIL_MISSING, null, 1, "item 1: one"),
                Problem.of(Problem.Code.FAILED, "two")),
            new Failure(
                "Kind",
                "message",
                true,
                Instant.parse("2026-01-01T00:00:00Z"),
                Suspension.Reason.USER_NOT_REGISTERED));
    PlaylistReport unread =
        new PlaylistReport(
            PlaylistId.of("p2"),
            "",
            PlaylistOutcome.UNAVAILABLE,
            false,
            null,
            TrackCounts.NONE,
            PlaylistReport.Changes.NONE,
            PlaylistReport.Audit.NONE,
            0,
            List.of(),
            null);
    PlaylistReport unchanged =
        new PlaylistReport(
            PlaylistId.of("p3"),
            "p3",
            PlaylistOutcome.UNCHANGED,
            true,
            Access.FULL,
            TrackCounts.NONE,
            PlaylistReport.Changes.NONE,
            PlaylistReport.Audit.NONE,
            1,
            List.of(),
            null);
    PlaylistReport audited =
        new PlaylistReport(
            PlaylistId.of("p4"),
            "p4",
            PlaylistOutcome.UNCHANGED,
            true,
            Access.FULL,
            TrackCounts.NONE,
            PlaylistReport.Changes.NONE,
            PlaylistReport.Audit.CONFIRMED,
            1,
            List.of(),
            null);
    SyncReport.Cost cost =
        new SyncReport.Cost(
            4, 5, 6, Duration.ofMillis(789), Map.of(Progress.Phase.READ, Duration.ofMillis(12)));
    UserId user = UserId.of("anna$\u00e4");
    SyncReport report =
        new SyncReport(
            user,
            SyncOutcome.PARTIAL,
            List.of(synced, unread, unchanged, audited),
            List.of(PlaylistId.of("g")),
            List.of(PlaylistId.of("b")),
            List.of(Problem.of(Problem.Code.LIST_INCOMPLETE, "problem")),
            cost,
            null);

    SyncReport read = ReportCodec.read(ReportCodec.write(report)).orElseThrow();

    assertThat(read).isEqualTo(report);
    assertThat(ReportCodec.read("something else\n")).isEmpty();
    assertThat(ReportCodec.read("report 1\n")).isEmpty();
  }

  @Test
  void theProblemsOfAnOlderReleaseAreRead() {
    String old =
        """
        report 1
        run\tanna\tPARTIAL\t1\t0\t0\tPT1S
        problem\tthe list is short
        playlist\tp1\tRoad\tSYNCED\tFULL\t1\t0\t1\t1\t0\t0\t1\tNONE
        playlist-problem\titem 0: name is missing
        """;

    SyncReport read = ReportCodec.read(old).orElseThrow();

    assertThat(read.problems())
        .containsExactly(Problem.of(Problem.Code.OTHER, "the list is short"));
    assertThat(read.playlists().get(0).complete()).isTrue();
    assertThat(read.playlists().get(0).problems())
        .containsExactly(
            new Problem(Problem.Code.OTHER, PlaylistId.of("p1"), null, "item 0: name is missing"));
    assertThat(PageCodec.decode("page 1\t0\t50\t0\tfalse\nproblem\todd\n").orElseThrow().problems())
        .containsExactly(Problem.of(Problem.Code.OTHER, "odd"));
  }

  /** It reads the first two fields of a row and no others. */
  @Test
  void anOlderReleaseReadsTheSentences() {
    Problem problem =
        new Problem(Problem.Code.DETAIL_MISSING, PlaylistId.of("p1"), 3, "item 3: no name");

    assertThat(ProblemRow.write("problem", problem)).startsWith("problem", "item 3: no name");
  }

  @Test
  void theKindOfANewerReleaseIsOther() {
    assertThat(ProblemRow.read(Arrays.asList("problem", "new", "SOME_NEW_KIND", null, "4")))
        .isEqualTo(new Problem(Problem.Code.OTHER, null, 4, "new"));
  }

  @Test
  void ofManyPlaylistsThoseThatAreUnchangedAreCounted() {
    PlaylistReport unchanged =
        new PlaylistReport(
            PlaylistId.of("p1"),
            "p1",
            PlaylistOutcome.UNCHANGED,
            true,
            Access.FULL,
            TrackCounts.NONE,
            PlaylistReport.Changes.NONE,
            PlaylistReport.Audit.NONE,
            1,
            List.of(),
            null);
    PlaylistReport audited = unchanged.withAudit(PlaylistReport.Audit.CONFIRMED);
    List<PlaylistReport> playlists = new ArrayList<>(Collections.nCopies(500, unchanged));
    playlists.add(audited);
    SyncReport report =
        new SyncReport(
            UserId.of("anna"),
            SyncOutcome.COMPLETE,
            playlists,
            List.of(),
            List.of(),
            List.of(),
            new SyncReport.Cost(1, 0, 0, Duration.ZERO, Map.of()),
            null);

    SyncReport read = ReportCodec.read(ReportCodec.write(report)).orElseThrow();

    assertThat(read.playlists()).containsExactly(audited);
    assertThat(read.problems())
        .extracting(Problem::sentence)
        .containsExactly("500 more playlists are not in this report");
  }
}
