/**
 * The store on Jakarta Persistence: {@link io.github.playlistsync.jpa.JpaPlaylistStore} keeps
 * playlists, {@link io.github.playlistsync.jpa.JpaSchema} makes and checks the tables. The entities
 * are for a host's own JPQL and to be read only.
 */
@NullMarked
package io.github.playlistsync.jpa;

import org.jspecify.annotations.NullMarked;
