/**
 * The store on Jakarta Persistence: {@link io.github.playlistsync.jpa.JpaPlaylistStore} keeps
 * playlists, and {@link io.github.playlistsync.jpa.JpaSchema} creates and checks the tables. Hosts
 * may query the entities with JPQL but must not change them.
 */
@NullMarked
package io.github.playlistsync.jpa;

import org.jspecify.annotations.NullMarked;
