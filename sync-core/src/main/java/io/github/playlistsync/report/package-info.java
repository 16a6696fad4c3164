/**
 * What a host hears. A {@link io.github.playlistsync.report.SyncReport} says what a run did, with
 * one {@link io.github.playlistsync.report.PlaylistReport} per playlist; a {@link
 * io.github.playlistsync.report.SyncListener} hears it while it happens; a {@link
 * io.github.playlistsync.report.UserStatus} sums up a user.
 */
@NullMarked
package io.github.playlistsync.report;

import org.jspecify.annotations.NullMarked;
