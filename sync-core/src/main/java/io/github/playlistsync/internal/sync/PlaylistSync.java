package io.github.playlistsync.internal.sync;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.StaleVersionException;
import io.github.playlistsync.internal.read.ContentReader;
import io.github.playlistsync.internal.read.RemoteContent;
import io.github.playlistsync.internal.run.EngineParts;
import io.github.playlistsync.internal.run.RunContext;
import io.github.playlistsync.model.Access;
import io.github.playlistsync.model.LibraryEntry;
import io.github.playlistsync.model.Playlist;
import io.github.playlistsync.model.Problem;
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.settings.RemovalGuard;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import io.github.playlistsync.spi.store.ItemRow;
import io.github.playlistsync.spi.store.PlaylistChange;
import io.github.playlistsync.spi.store.PlaylistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings one playlist up to date: read, check, diff, write. */
final class PlaylistSync {
  private static final int MAX_PLANS = 5;

  private final SpotifyCatalog catalog;
  private final PlaylistStore store;
  private final ContentReader reader;
  private final RunContext run;

  PlaylistSync(EngineParts parts, RunContext run) {
    this.catalog = parts.catalog();
    this.store = parts.store();
    this.reader = new ContentReader(parts, run);
    this.run = run;
  }

  /**
   * Syncs one playlist, and plans again if somebody else wrote it meanwhile.
   *
   * @param planned the plan
   * @param doubt why the first look was in doubt; null for a first look. A second look comes from
   *     Spotify alone, and counts if it is not in doubt or agrees with the first
   * @throws io.github.playlistsync.error.SyncException if it could not be read or written; what was
   *     stored stays
   */
  PlaylistResult sync(PlannedPlaylist planned, @Nullable Doubt doubt) {
    // The plan of a second look is as old as the pause; its version must not be.
    PlannedPlaylist current = doubt == null ? planned : planAgain(planned, doubt);
    for (int plan = 1; ; plan++) {
      try {
        return syncPlanned(current, doubt);
      } catch (StaleVersionException stale) {
        if (plan == MAX_PLANS) {
          throw stale;
        }
        run.checkCanceled();
        current = planAgain(current, doubt);
      }
    }
  }

  /**
   * Registers a listed playlist by its metadata before its items are read. What is stored stays.
   */
  PlaylistResult register(PlannedPlaylist planned) {
    if (planned.entry() != null || planned.listed() == null) {
      return PlaylistResult.listed(planned, planned.listedEntry(), false);
    }
    Playlist remote = listedPlaylist(planned);
    Instant now = run.now();
    LibraryEntry entry = planned.withheldEntry(remote, Access.METADATA_ONLY, null, now);
    if (planned.stored() != null) {
      return PlaylistResult.listed(planned, entry, false);
    }
    Integer total = Objects.requireNonNull(planned.listed()).total();
    MergedMetadata metadata = MergedMetadata.of(null, remote, planned.user(), true);
    ContentChange change =
        Objects.requireNonNull(ContentChange.ofWithheld(planned, metadata, total, entry, now));
    try {
      write(change.write());
      return PlaylistResult.listed(planned, entry, true);
    } catch (StaleVersionException othersWereFirst) {
      return PlaylistResult.listed(planned, entry, false);
    }
  }

  private PlaylistResult syncPlanned(PlannedPlaylist planned, @Nullable Doubt doubt) {
    if (doubt == null && planned.need().isSettledByList()) {
      return settled(planned);
    }
    RemotePlaylist head = null;
    try {
      head = run.timed(Progress.Phase.READ, () -> catalog.playlist(run, planned.id()));
      if (head.firstItems() == null) {
        return withheld(
            planned,
            Access.METADATA_ONLY,
            head,
            "Spotify withholds the items from this user",
            doubt);
      }
      boolean audit = planned.need() == Need.AUDIT;
      boolean looksStored = planned.isStoredContent(head.snapshot(), head.firstItems().total());
      if (doubt == null && !audit && looksStored) {
        return keepContent(
            planned, planned.completed(head.playlist(), head.missing()), head.problems());
      }
      RemoteContent content = read(planned, head, (audit && looksStored) || doubt != null);
      PlaylistResult result = apply(planned, content, doubt);
      return audit && looksStored ? result.audited() : result;
    } catch (AccessDeniedException denied) {
      boolean scopeOfLikedSongs =
          planned.id().isLikedSongs()
              && denied.reason() == AccessDeniedException.Reason.INSUFFICIENT_SCOPE;
      if (denied.concernsAllRequests() && !scopeOfLikedSongs) {
        throw denied;
      }
      return withheld(planned, Access.METADATA_ONLY, head, denied.getMessage(), doubt);
    } catch (NotFoundException missing) {
      return withheld(planned, Access.UNAVAILABLE, head, missing.getMessage(), doubt);
    }
  }

  /** The list alone settles it. */
  private PlaylistResult settled(PlannedPlaylist planned) {
    if (planned.isReadable()) {
      return keepContent(planned, listedPlaylist(planned), List.of());
    }
    Access access = Objects.requireNonNull(planned.entry(), "entry").access();
    return withheld(planned, access, listedPlaylist(planned), listedSnapshot(planned), null);
  }

  /** The plan with what is stored now. A second look is taken whatever the list settles now. */
  private PlannedPlaylist planAgain(PlannedPlaylist planned, @Nullable Doubt doubt) {
    PlannedPlaylist now =
        planned.withStored(
            store.find(Set.of(planned.id())).get(planned.id()),
            store.entry(planned.user(), planned.id()).orElse(null));
    return doubt == null ? now : now.withNeed(planned.need());
  }

  private RemoteContent read(PlannedPlaylist planned, RemotePlaylist head, boolean fresh) {
    ItemPage first = Objects.requireNonNull(head.firstItems(), "firstItems");
    Instant begun = run.clock().instant();
    return run.timed(
        Progress.Phase.READ,
        () ->
            reader.read(
                head,
                fresh,
                planned.itemsUnlessListed(),
                done -> run.progress(head.playlist().id(), progress(done, first.total(), begun))));
  }

  private Progress progress(int done, @Nullable Integer total, Instant begun) {
    if (total == null || total < done) {
      return new Progress(Progress.Phase.READ, done, null, Progress.Unit.ITEMS, null);
    }
    Duration taken = Duration.between(begun, run.clock().instant());
    boolean known = done > 0 && !taken.isNegative() && !taken.isZero();
    Duration eta = known ? taken.multipliedBy(total - done).dividedBy(done) : null;
    return new Progress(Progress.Phase.READ, done, total.longValue(), Progress.Unit.ITEMS, eta);
  }

  /** The stored items stay; the metadata may have changed. */
  private PlaylistResult keepContent(
      PlannedPlaylist planned, Playlist remote, List<Problem> problems) {
    var stored = Objects.requireNonNull(planned.stored(), "stored");
    Instant now = run.now();
    MergedMetadata metadata = MergedMetadata.of(stored, remote, planned.user(), false);
    LibraryEntry entry = planned.readableEntry(remote, now);
    if (metadata.keeps(stored)) {
      return PlaylistResult.of(PlaylistOutcome.UNCHANGED, planned, stored, entry, false, problems);
    }
    var change = ContentChange.ofMetadata(planned, metadata, entry, now);
    write(change.write());
    PlaylistOutcome outcome =
        metadata.readsAs(stored) ? PlaylistOutcome.UNCHANGED : PlaylistOutcome.SYNCED;
    return PlaylistResult.of(outcome, planned, change.write().playlist(), entry, true, problems);
  }

  /** Stores the items that were read, unless they are in doubt. */
  private PlaylistResult apply(
      PlannedPlaylist planned, RemoteContent read, @Nullable Doubt before) {
    List<ItemRow> rows = planned.stored() == null ? List.of() : store.rows(planned.id());
    RemoteContent content = read.completedBy(rows);
    ContentChange change = ContentChange.ofContent(planned, content, rows, store, run.now());
    RemovalGuard guard = run.settings().removalGuard();
    Doubt doubt =
        before == null
            ? Doubt.ofFirst(planned, content, change, guard)
            : Doubt.of(planned, content, change, guard);
    boolean confirmed = doubt != null && before != null && doubt.agreesWith(before);
    if (doubt != null && !confirmed) {
      reader.finished(content);
      return PlaylistResult.held(
          planned, planned.completed(content.playlist(), content.missing()), doubt, before != null);
    }
    if (change.changesNothing()) {
      StoredPlaylist stored = Objects.requireNonNull(planned.stored(), "stored");
      boolean dated = planned.need() == Need.AUDIT && !stored.playlist().isSpotifys();
      if (dated) {
        write(change.write());
      }
      reader.finished(content);
      return PlaylistResult.of(
          PlaylistOutcome.UNCHANGED,
          planned,
          dated ? change.write().playlist() : stored,
          change.write().entry(),
          dated,
          content.problems());
    }
    write(change.write());
    reader.finished(content);
    return PlaylistResult.synced(planned, change, content, confirmed ? doubt : null);
  }

  private PlaylistResult withheld(
      PlannedPlaylist planned,
      Access access,
      @Nullable RemotePlaylist head,
      @Nullable String reason,
      @Nullable Doubt before) {
    Doubt doubt = Doubt.ofRefusal(planned, reason);
    if (doubt != null && (before == null || !doubt.agreesWith(before))) {
      return PlaylistResult.held(
          planned,
          head == null ? null : planned.completed(head.playlist(), head.missing()),
          doubt,
          before != null);
    }
    Playlist remote =
        head != null
            ? planned.completed(head.playlist(), head.missing())
            : planned.listedPlaylist();
    SnapshotId snapshot = head != null ? head.snapshot() : listedSnapshot(planned);
    return withheld(planned, access, remote, snapshot, reason);
  }

  /** The user may not read the items; those that are stored stay. */
  private PlaylistResult withheld(
      PlannedPlaylist planned,
      Access access,
      @Nullable Playlist remote,
      @Nullable SnapshotId snapshot,
      @Nullable String reason) {
    Playlist known = remote != null ? remote : storedPlaylistOrNull(planned);
    if (known == null) {
      return PlaylistResult.unknown(planned, access, reason);
    }
    Instant now = run.now();
    LibraryEntry entry = planned.withheldEntry(known, access, snapshot, now);
    boolean hasContent = planned.stored() != null && planned.stored().hasContent();
    if (!hasContent && remote != null) {
      MergedMetadata metadata =
          MergedMetadata.of(
              planned.stored(), remote, planned.user(), planned.sawOtherSnapshot(snapshot));
      Integer total = planned.listed() == null ? null : planned.listed().total();
      var change = ContentChange.ofWithheld(planned, metadata, total, entry, now);
      if (change != null) {
        write(change.write());
        return PlaylistResult.withheld(planned, change.write().playlist(), entry, true, reason);
      }
    }
    return PlaylistResult.withheld(
        planned, Objects.requireNonNull(planned.stored(), "stored"), entry, false, reason);
  }

  private void write(PlaylistChange change) {
    run.checkCanceled();
    run.timed(
        Progress.Phase.WRITE,
        () -> {
          store.apply(change);
          run.wrote(change.rows(), change.itemRows());
          return change;
        });
  }

  private static Playlist listedPlaylist(PlannedPlaylist planned) {
    return Objects.requireNonNull(planned.listedPlaylist(), "listed");
  }

  private static @Nullable Playlist storedPlaylistOrNull(PlannedPlaylist planned) {
    return planned.stored() == null ? null : planned.stored().playlist();
  }

  private static @Nullable SnapshotId listedSnapshot(PlannedPlaylist planned) {
    return planned.listed() == null ? null : planned.listed().snapshot();
  }
}
