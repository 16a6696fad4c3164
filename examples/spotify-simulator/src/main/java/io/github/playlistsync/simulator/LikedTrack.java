package io.github.playlistsync.simulator;

import java.time.Instant;

/*
* One of a user's Liked Songs, and when the user liked it.

*/
public record LikedTrack(Instant addedAt, SimulatedTrack track) {}
