/** The job queue and the request gate on Redis. */
@NullMarked
package io.github.playlistsync.redis;

import org.jspecify.annotations.NullMarked;
