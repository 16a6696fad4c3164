package io.github.playlistsync.jpa;

import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.Suspension;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.store.LibraryChange;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sync_user}, for a host's own JPQL: what the store knows of a user apart from the
 * library. Read-only.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_user")
public class SyncUser {
  @Id
  @Column(name = "id", length = 200, nullable = false)
  private String id;

  @Column(name = "synced_at")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant syncedAt;

  @Column(name = "suspension", length = 40)
  private @Nullable String suspension;

  @Column(name = "suspended_since")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant suspendedSince;

  @Column(name = "hidden_playlists", nullable = false)
  private int hiddenPlaylists;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncUser() {}

  SyncUser(UserId user) {
    this.id = user.value();
  }

  final void read(LibraryChange.Read read) {
    syncedAt = read.at();
    hiddenPlaylists = Objects.requireNonNullElse(read.hiddenPlaylists(), 0);
  }

  final void suspend(Suspension because) {
    suspension = because.reason().name();
    suspendedSince = because.since();
  }

  /** The user that this row holds. */
  public StoredUser toValue() {
    return new StoredUser(user(), suspension(), hiddenPlaylists);
  }

  private @Nullable Suspension suspension() {
    if (suspendedSince == null) {
      return null;
    }
    // A row of an earlier version has no reason, because there was only one.
    Suspension.Reason reason =
        suspension == null
            ? Suspension.Reason.REAUTHORIZATION_NEEDED
            : Suspension.Reason.of(suspension);
    return new Suspension(reason, suspendedSince);
  }

  /** The user of this row. */
  public UserId user() {
    return UserId.of(id);
  }

  /** When the whole library was last read; null if it never was. */
  public @Nullable Instant syncedAt() {
    return syncedAt;
  }
}
