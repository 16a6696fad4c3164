/**
 * The values of the library: ids, playlists, tracks, items, jobs and users. Every type is immutable
 * and checks itself when it is made.
 */
@NullMarked
package io.github.playlistsync.model;

import org.jspecify.annotations.NullMarked;
