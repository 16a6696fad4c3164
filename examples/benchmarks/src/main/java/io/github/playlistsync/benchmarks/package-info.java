/** What writing to a database costs, beside what it could cost. */
@NullMarked
package io.github.playlistsync.benchmarks;

import org.jspecify.annotations.NullMarked;
