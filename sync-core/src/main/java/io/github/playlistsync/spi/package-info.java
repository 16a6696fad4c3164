/**
 * The ports: what the engine needs of Spotify, a database and a queue. Whoever writes an adapter
 * implements one of these and inherits the contract suites of the test-jar.
 */
@NullMarked
package io.github.playlistsync.spi;

import org.jspecify.annotations.NullMarked;
