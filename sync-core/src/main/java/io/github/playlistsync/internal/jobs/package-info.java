/**
 * Runs jobs: workers claim them, keep their leases and settle them. The way in is {@link
 * io.github.playlistsync.internal.jobs.Workers} and {@link
 * io.github.playlistsync.internal.jobs.ScheduleReconciler}. Not for hosts; may change in any
 * release.
 */
@NullMarked
package io.github.playlistsync.internal.jobs;

import org.jspecify.annotations.NullMarked;
