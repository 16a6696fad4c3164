/**
 * The values that the rest of the library speaks in: identifiers, playlists, tracks, items and what
 * is known of them. Every type is immutable and checks itself when it is made.
 */
@NullMarked
package io.github.playlistsync.model;

import org.jspecify.annotations.NullMarked;
