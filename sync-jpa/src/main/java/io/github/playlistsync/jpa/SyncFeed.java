package io.github.playlistsync.jpa;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The one row of {@code sync_feed}: the last batch of revisions. Not for hosts; public because
 * providers require it.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_feed")
public class SyncFeed {
  @Id
  @Column(name = "id", nullable = false)
  private int id;

  @Column(name = "last_batch", nullable = false)
  private long lastBatch;

  /** For the provider. */
  protected SyncFeed() {}

  @Override
  public String toString() {
    return "SyncFeed " + id + " at batch " + lastBatch;
  }
}
