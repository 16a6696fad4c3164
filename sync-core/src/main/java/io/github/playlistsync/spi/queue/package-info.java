/**
 * The port of whoever writes a job queue: {@link io.github.playlistsync.spi.queue.JobQueue}, in
 * five capabilities. An adapter extends the contract suite of each, from the test-jar of this
 * module.
 */
@NullMarked
package io.github.playlistsync.spi.queue;

import org.jspecify.annotations.NullMarked;
