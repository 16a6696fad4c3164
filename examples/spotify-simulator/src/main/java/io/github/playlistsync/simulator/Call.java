package io.github.playlistsync.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call. Holds no header, no body and no secret.
 *
 * @param time the time by the simulator's clock
 * @param path the encoded path
 * @param query the query; empty for the authorization endpoints
 * @param endpoint the kind of call
 * @param playlistId the playlist in the path, or null
 * @param offset the requested offset, 0 by default
 * @param userId the user of the token, empty without a valid one
 * @param status the status, 0 if the simulator sent no answer
 * @param bytes the length of the body after compression
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
