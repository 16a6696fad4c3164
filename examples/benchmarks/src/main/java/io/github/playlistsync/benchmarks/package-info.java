/** What reading, storing and queuing cost, compared with the limit and with other libraries. */
@NullMarked
package io.github.playlistsync.benchmarks;

import org.jspecify.annotations.NullMarked;
