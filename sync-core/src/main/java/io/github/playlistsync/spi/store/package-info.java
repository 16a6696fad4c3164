/**
 * The ports of whoever writes a database adapter. The contract suites of the test-jar check one.
 */
@NullMarked
package io.github.playlistsync.spi.store;

import org.jspecify.annotations.NullMarked;
