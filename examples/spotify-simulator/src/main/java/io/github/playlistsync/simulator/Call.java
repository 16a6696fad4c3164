package io.github.playlistsync.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call that was answered. Holds no header, no body and no secret.
 *
 * @param time when, by the simulator's clock
 * @param method the HTTP method
 * @param path the encoded path
 * @param query the query; empty for the authorisation endpoints
 * @param endpoint what was asked for
 * @param playlistId the playlist in the path, null without one
 * @param offset the offset that was asked for, 0 without one
 * @param userId the user of the token, empty if there was no valid one
 * @param status the status, 0 if no answer was given
 * @param bytes the length of the body as sent, after compression
 */
public record Call(
    Instant time,
    String method,
    String path,
    String query,
    Endpoint endpoint,
    @Nullable String playlistId,
    int offset,
    String userId,
    int status,
    long bytes) {}
