/**
 * The ports of whoever writes a database adapter: {@link
 * io.github.playlistsync.spi.store.PlaylistStore}, in seven capabilities, and {@link
 * io.github.playlistsync.spi.store.TokenStore}. An adapter extends the contract suite of each, from
 * the test-jar of this module.
 */
@NullMarked
package io.github.playlistsync.spi.store;

import org.jspecify.annotations.NullMarked;
