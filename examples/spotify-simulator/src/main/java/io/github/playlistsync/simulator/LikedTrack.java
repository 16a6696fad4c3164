package io.github.playlistsync.simulator;

import java.time.Instant;

/**
 * One of a user's Liked Songs.
 *
 * @param addedAt when it was liked
 * @param track the track
 */
public record LikedTrack(Instant addedAt, SimulatedTrack track) {}
