/**
 * The ports in the memory of one process, for first steps and tests. They pass the same contract
 * suites as the adapters.
 */
@NullMarked
package io.github.playlistsync.memory;

import org.jspecify.annotations.NullMarked;
