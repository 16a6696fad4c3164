package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * What a playlist is at this moment, without its items.
 *
 * @param snapshot its snapshot; null where Spotify does not tell
 * @param total how many items it has; null where Spotify does not tell
 */
public record SnapshotProbe(@Nullable SnapshotId snapshot, @Nullable Integer total) {}
