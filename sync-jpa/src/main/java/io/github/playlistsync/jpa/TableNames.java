package io.github.playlistsync.jpa;

/** What the tables are called in the host's database. */
record TableNames() {

  /** The name of a table that the scripts call {@code table}. */
  String of(String table) {
    return table;
  }
}
