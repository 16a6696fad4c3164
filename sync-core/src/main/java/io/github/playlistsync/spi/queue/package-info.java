/** The ports of whoever writes a job queue. The contract suites of the test-jar check one. */
@NullMarked
package io.github.playlistsync.spi.queue;

import org.jspecify.annotations.NullMarked;
