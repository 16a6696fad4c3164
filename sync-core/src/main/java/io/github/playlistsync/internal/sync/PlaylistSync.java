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
import io.github.playlistsync.model.Progress;
import io.github.playlistsync.model.SnapshotId;
import io.github.playlistsync.model.StoredPlaylist;
import io.github.playlistsync.report.PlaylistOutcome;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
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
   * Syncs one playlist, and plans again where somebody else wrote it meanwhile.
   *
   * @param target the plan
   * @param held the read that the removal guard held before; null for a first sync. A read with the
   *     same items is applied
   * @throws io.github.playlistsync.error.SyncException if it could not be read or written; what was
   *     stored stays
   */
  PlaylistResult sync(PlannedPlaylist target, @Nullable RemoteContent held) {
    PlannedPlaylist current = target;
    for (int plan = 1; ; plan++) {
      try {
        return syncPlanned(current, held);
      } catch (StaleVersionException stale) {
        if (plan == MAX_PLANS) {
          throw stale;
        }
        run.checkCanceled();
        current = planAgain(current);
      }
    }
  }

  /**
   * Makes a listed playlist known before its items are read: by its metadata, and as one of which
   * the user has read nothing yet. What is known already stays as it is.
   */
  PlaylistResult register(PlannedPlaylist target) {
    if (target.entry() != null || target.listed() == null) {
      return PlaylistResult.listed(target, target.listedEntry(), false);
    }
    Playlist remote = listedPlaylist(target);
    Instant now = run.now();
    LibraryEntry entry = target.withheldEntry(remote, Access.METADATA_ONLY, null, now);
    if (target.stored() != null) {
      return PlaylistResult.listed(target, entry, false);
    }
    Integer total = Objects.requireNonNull(target.listed()).total();
    MergedMetadata metadata = MergedMetadata.of(null, remote, target.user(), true);
    ContentChange change =
        Objects.requireNonNull(ContentChange.ofWithheld(target, metadata, total, entry, now));
    try {
      write(change.write());
      return PlaylistResult.listed(target, entry, true);
    } catch (StaleVersionException othersWereFirst) {
      return PlaylistResult.listed(target, entry, false);
    }
  }

  private PlaylistResult syncPlanned(PlannedPlaylist target, @Nullable RemoteContent held) {
    if (held == null && !target.audit() && target.isUnchangedByList()) {
      return keepContent(target, listedPlaylist(target), List.of());
    }
    if (target.isWithheldByList()) {
      Access access = Objects.requireNonNull(target.entry(), "entry").access();
      return withheld(target, access, listedPlaylist(target), listedSnapshot(target), null);
    }
    RemotePlaylist head = null;
    try {
      head = run.timed(Progress.Phase.READ, () -> catalog.playlist(run, target.id()));
      if (head.firstItems() == null) {
        return withheld(
            target, Access.METADATA_ONLY, head, "Spotify withholds the items from this user");
      }
      boolean looksStored = target.isStoredContent(head.snapshot(), head.firstItems().total());
      if (held == null && !target.audit() && looksStored) {
        return keepContent(target, head.playlist(), head.problems());
      }
      PlaylistResult result = apply(target, read(target, head), held);
      return target.audit() && looksStored ? result.audited() : result;
    } catch (AccessDeniedException denied) {
      boolean scopeOfLikedSongs =
          target.id().isLikedSongs()
              && denied.reason() == AccessDeniedException.Reason.INSUFFICIENT_SCOPE;
      if (denied.concernsAllRequests() && !scopeOfLikedSongs) {
        throw denied;
      }
      return withheld(target, Access.METADATA_ONLY, head, denied.getMessage());
    } catch (NotFoundException missing) {
      return withheld(target, Access.UNAVAILABLE, head, missing.getMessage());
    }
  }

  private PlannedPlaylist planAgain(PlannedPlaylist target) {
    LibraryEntry entry =
        store.library(target.user()).stream()
            .filter(candidate -> candidate.playlist().equals(target.id()))
            .findFirst()
            .orElse(null);
    return target.withStored(store.find(Set.of(target.id())).get(target.id()), entry);
  }

  private RemoteContent read(PlannedPlaylist target, RemotePlaylist head) {
    ItemPage first = Objects.requireNonNull(head.firstItems(), "firstItems");
    Instant begun = run.clock().instant();
    return run.timed(
        Progress.Phase.READ,
        () ->
            reader.read(
                head,
                target.isEmptyByNow(),
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

  /** The items are what is stored; the metadata may have changed. */
  private PlaylistResult keepContent(
      PlannedPlaylist target, Playlist remote, List<String> problems) {
    var stored = Objects.requireNonNull(target.stored(), "stored");
    Instant now = run.now();
    MergedMetadata metadata = MergedMetadata.of(stored, remote, target.user(), false);
    LibraryEntry entry = target.readableEntry(remote, now);
    if (metadata.keeps(stored)) {
      return PlaylistResult.of(PlaylistOutcome.UNCHANGED, target, stored, entry, false, problems);
    }
    var change = ContentChange.ofMetadata(target, metadata, entry, now);
    write(change.write());
    return PlaylistResult.of(
        PlaylistOutcome.SYNCED, target, change.write().playlist(), entry, true, problems);
  }

  /** The items were read: what is stored becomes what was read. */
  private PlaylistResult apply(
      PlannedPlaylist target, RemoteContent content, @Nullable RemoteContent held) {
    ContentChange change = ContentChange.ofContent(target, content, store, run.now());
    boolean confirmed = held != null && held.sameItems(content);
    int before = change.storedItems();
    if (!confirmed && run.settings().removalGuard().holdsItems(change.diff().removed(), before)) {
      return PlaylistResult.held(target, content, change.diff().removed(), before);
    }
    if (change.changesNothing()) {
      StoredPlaylist stored = Objects.requireNonNull(target.stored(), "stored");
      boolean dated = target.audit() && !stored.playlist().isSpotifys();
      if (dated) {
        write(change.write());
      }
      reader.finished(content);
      return PlaylistResult.of(
          PlaylistOutcome.UNCHANGED,
          target,
          dated ? change.write().playlist() : stored,
          change.write().entry(),
          dated,
          content.problems());
    }
    write(change.write());
    reader.finished(content);
    return PlaylistResult.synced(target, change, content, confirmed);
  }

  private PlaylistResult withheld(
      PlannedPlaylist target,
      Access access,
      @Nullable RemotePlaylist head,
      @Nullable String reason) {
    Playlist remote = head != null ? head.playlist() : listedPlaylistOrNull(target);
    SnapshotId snapshot = head != null ? head.snapshot() : listedSnapshot(target);
    return withheld(target, access, remote, snapshot, reason);
  }

  /** The user may not read the items: whatever is stored of them stays. */
  private PlaylistResult withheld(
      PlannedPlaylist target,
      Access access,
      @Nullable Playlist remote,
      @Nullable SnapshotId snapshot,
      @Nullable String reason) {
    Playlist known = remote != null ? remote : storedPlaylistOrNull(target);
    if (known == null) {
      return PlaylistResult.unknown(target, access, reason);
    }
    Instant now = run.now();
    LibraryEntry entry = target.withheldEntry(known, access, snapshot, now);
    boolean hasContent = target.stored() != null && target.stored().hasContent();
    if (!hasContent && remote != null) {
      MergedMetadata metadata =
          MergedMetadata.of(
              target.stored(), remote, target.user(), target.sawOtherSnapshot(snapshot));
      Integer total = target.listed() == null ? null : target.listed().total();
      var change = ContentChange.ofWithheld(target, metadata, total, entry, now);
      if (change != null) {
        write(change.write());
        return PlaylistResult.withheld(target, change.write().playlist(), entry, true, reason);
      }
    }
    return PlaylistResult.withheld(
        target, Objects.requireNonNull(target.stored(), "stored"), entry, false, reason);
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

  private static Playlist listedPlaylist(PlannedPlaylist target) {
    return Objects.requireNonNull(listedPlaylistOrNull(target), "listed");
  }

  private static @Nullable Playlist listedPlaylistOrNull(PlannedPlaylist target) {
    return target.listed() == null ? null : target.listed().playlist();
  }

  private static @Nullable Playlist storedPlaylistOrNull(PlannedPlaylist target) {
    return target.stored() == null ? null : target.stored().playlist();
  }

  private static @Nullable SnapshotId listedSnapshot(PlannedPlaylist target) {
    return target.listed() == null ? null : target.listed().snapshot();
  }
}
