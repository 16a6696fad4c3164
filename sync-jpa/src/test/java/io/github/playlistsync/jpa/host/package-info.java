/** What a host has of its own beside the store's entities. */
package io.github.playlistsync.jpa.host;
