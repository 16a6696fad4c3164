package io.github.playlistsync.cli;

import io.github.playlistsync.model.Revision;
import org.jspecify.annotations.Nullable;

/** A revision as {@code --json} prints it. */
record RevisionJson(
    long revision,
    String at,
    String origin,
    @Nullable String snapshot,
    int added,
    int removed,
    int moved,
    int trackCount,
    int placeholders) {

  static RevisionJson of(Revision revision) {
    return new RevisionJson(
        revision.number(),
        revision.at().toString(),
        revision.origin().name(),
        revision.snapshot() == null ? null : revision.snapshot().value(),
        revision.added(),
        revision.removed(),
        revision.moved(),
        revision.counts().trackCount(),
        revision.counts().placeholders());
  }
}
