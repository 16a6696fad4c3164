package io.github.playlistsync.spi.spotify;

import io.github.playlistsync.model.SnapshotId;
import org.jspecify.annotations.Nullable;

/**
 * The state of a playlist at this moment, without its items.
 *
 * @param snapshot its snapshot; null where Spotify does not give it
 * @param total its number of items; null where Spotify does not give it
 */
public record SnapshotProbe(@Nullable SnapshotId snapshot, @Nullable Integer total) {}
