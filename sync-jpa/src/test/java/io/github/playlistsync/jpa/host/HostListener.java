package io.github.playlistsync.jpa.host;

import jakarta.persistence.PostLoad;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A host's listener of all entities that do not exclude it. */
public class HostListener {
  /** The simple names of the entities that it heard of. */
  public static final Set<String> HEARD = new ConcurrentSkipListSet<>();

  /** Hears of one. */
  @PrePersist
  @PreUpdate
  @PostLoad
  public void hear(Object entity) {
    HEARD.add(entity.getClass().getSimpleName());
  }
}
