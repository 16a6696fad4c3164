package io.github.playlistsync.jpa.host;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A host's entity, named as its naming strategy wants. */
@Entity
public class HostNote {
  @Id private String noteText;

  /** For the provider. */
  protected HostNote() {}

  /** A note. */
  public HostNote(String text) {
    this.noteText = text;
  }

  /** What it says. */
  public String text() {
    return noteText;
  }
}
