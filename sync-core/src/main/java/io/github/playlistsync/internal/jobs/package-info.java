/**
 * Runs jobs: workers claim them, keep their leases and settle them. The ways in are {@link
 * io.github.playlistsync.internal.jobs.Workers}, {@link
 * io.github.playlistsync.internal.jobs.JobRunner}, {@link
 * io.github.playlistsync.internal.jobs.JobReports} and {@link
 * io.github.playlistsync.internal.jobs.ScheduleReconciler}. Not for hosts; may change in any
 * release.
 */
@NullMarked
package io.github.playlistsync.internal.jobs;

import org.jspecify.annotations.NullMarked;
