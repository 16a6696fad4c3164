package io.github.playlistsync.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A host's own entity. */
@Entity
@Table(name = "host_outbox")
public class OutboxRow {
  @Id private String message;

  protected OutboxRow() {}

  OutboxRow(String message) {
    this.message = message;
  }

  String message() {
    return message;
  }
}
