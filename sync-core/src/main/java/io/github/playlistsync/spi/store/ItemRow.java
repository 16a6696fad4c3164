package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.TrackUri;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored item without the details of its track.
 *
 * @param sortKey orders the items of a playlist; unique among the current ones, with gaps between
 * @param uri the track; null for a placeholder
 * @param addedAt when it was added; null where Spotify does not say
 * @param addedBy the id of the user who added it; null where Spotify does not say
 */
public record ItemRow(
    long sortKey, @Nullable TrackUri uri, @Nullable Instant addedAt, @Nullable String addedBy) {}
