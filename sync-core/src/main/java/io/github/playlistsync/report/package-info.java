/** What a host hears of its syncs: reports, failures, the state of a user, and events. */
@NullMarked
package io.github.playlistsync.report;

import org.jspecify.annotations.NullMarked;
