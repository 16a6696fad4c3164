package io.github.playlistsync.jpa;

import io.github.playlistsync.model.UserId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sync_user}, for a host's own JPQL: what is known of a user beside their library.
 * To be read only.
 */
@Entity
@Cacheable(false)
@Table(name = "sync_user")
public class SyncUser {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "synced_at")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant syncedAt;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncUser() {}

  SyncUser(UserId user, Instant syncedAt) {
    this.id = user.value();
    this.syncedAt = syncedAt;
  }

  final void setSyncedAt(Instant when) {
    syncedAt = when;
  }

  /** Whose row it is. */
  public UserId user() {
    return UserId.of(id);
  }

  /** When the library was last read as a whole; null if it never was. */
  public @Nullable Instant syncedAt() {
    return syncedAt;
  }
}
