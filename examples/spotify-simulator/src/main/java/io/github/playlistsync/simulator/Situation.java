package io.github.playlistsync.simulator;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a fault may look at when it changes an answer.
 *
 * @param request the call
 * @param snapshotBeforeLastEdit finds the previous snapshot of a playlist by its id
 * @param ask answers another call of the same caller, without faults
 */
record Situation(
    Request request,
    Function<String, Optional<String>> snapshotBeforeLastEdit,
    Function<Request, Answer> ask) {}
